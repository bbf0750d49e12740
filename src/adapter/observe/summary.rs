//! What a statement does to which tables, in few words: `SELECT users posts`. OpenTelemetry's
//! `db.query.summary`.

/// What a statement does, in few words.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Summary {
    /// Operations and tables, in the order of the text.
    pub(super) text: String,
    /// The first operation.
    pub(super) operation: String,
    /// The table, if there is exactly one.
    pub(super) collection: Option<String>,
}

/// How long OpenTelemetry lets a summary become.
const LONGEST: usize = 255;

impl Summary {
    /// The summary of SQL text, which shows names and no values.
    pub(super) fn new(sql: &str) -> Self {
        let tokens: Vec<Token> = Tokens(sql).collect();
        let mut summary = Summary::default();
        let mut reader = Reader { tokens: &tokens, queries: vec![true], ..Reader::default() };
        while let Some((token, rest)) = reader.tokens.split_first() {
            reader.tokens = rest;
            reader.read(token, &mut summary);
        }
        let mut tables = reader.tables.into_iter();
        summary.collection = tables.next().filter(|first| tables.all(|table| table == *first));
        summary
    }

    fn add(&mut self, word: &str) {
        if self.text.len() + word.len() < LONGEST {
            let space = if self.text.is_empty() { "" } else { " " };
            self.text.push_str(space);
            self.text.push_str(word);
        }
    }
}

#[derive(Debug, PartialEq)]
enum Token {
    Word(String),
    /// A quoted name, without its quotes.
    Name(String),
    Sign(char),
}

/// Reads tokens from left to right.
#[derive(Default)]
struct Reader<'t> {
    tokens: &'t [Token],
    started: bool,
    /// The word before.
    before: String,
    /// Whether each open parenthesis is one around a query, in which FROM is a clause.
    queries: Vec<bool>,
    /// Names of WITH, which are no tables.
    defined: Vec<String>,
    tables: Vec<String>,
}

impl Reader<'_> {
    fn read(&mut self, token: &Token, summary: &mut Summary) {
        match token {
            Token::Word(word) => {
                let word = word.to_ascii_uppercase();
                self.word(&word, summary);
                self.before = word;
            }
            Token::Name(name) => {
                if let [Token::Word(word), Token::Sign('('), ..] = self.tokens
                    && word.eq_ignore_ascii_case("AS")
                {
                    self.defined.push(name.clone());
                }
                self.before.clear();
            }
            Token::Sign('(') => {
                let first = self.tokens.first();
                let is_query = matches!(first, Some(Token::Word(word))
                    if ["SELECT", "WITH"].iter().any(|query| word.eq_ignore_ascii_case(query)));
                self.queries.push(is_query);
            }
            Token::Sign(')') => {
                self.queries.pop();
            }
            Token::Sign(_) => self.before.clear(),
        }
    }

    fn word(&mut self, word: &str, summary: &mut Summary) {
        let of_a_clause = matches!(self.before.as_str(), "FOR" | "DO" | "KEY" | "ON" | "THEN");
        let is_operation =
            matches!(word, "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "MERGE") && !of_a_clause;
        let is_first = !std::mem::replace(&mut self.started, true) && word != "WITH";
        if is_operation || is_first {
            summary.add(word);
            if summary.operation.is_empty() {
                summary.operation = word.to_owned();
            }
        }
        let takes_a_table = match word {
            "UPDATE" => is_operation,
            "INTO" => true,
            "FROM" => self.before != "DISTINCT" && self.queries.last() == Some(&true),
            "JOIN" => true,
            "WITH" | "RECURSIVE" => {
                if let Some(Token::Name(name)) = self.tokens.first() {
                    self.defined.push(name.clone());
                }
                false
            }
            _ => false,
        };
        if takes_a_table && let Some(name) = self.table(word == "INTO") {
            summary.add(&name);
            self.tables.push(name);
        }
    }

    /// The name of a table, with its schema's; none if something else follows.
    fn table(&mut self, before_columns: bool) -> Option<String> {
        let (first, mut rest) = self.tokens.split_first()?;
        let (Token::Name(first) | Token::Word(first)) = first else { return None };
        let mut name = first.clone();
        while let [Token::Sign('.'), Token::Name(next) | Token::Word(next), after @ ..] = rest {
            name = format!("{name}.{next}");
            rest = after;
        }
        let is_function = rest.first() == Some(&Token::Sign('(')) && !before_columns;
        if is_function || self.defined.contains(&name) || name.eq_ignore_ascii_case("LATERAL") {
            return None;
        }
        self.tokens = rest;
        Some(name)
    }
}

/// Cuts SQL text into tokens; values and comments are left out.
struct Tokens<'s>(&'s str);

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            self.0 = self.0.trim_start();
            if let Some(comment) = self.0.strip_prefix("--") {
                self.0 = comment.split_once('\n').map_or("", |(_, rest)| rest);
                continue;
            }
            if let Some(comment) = self.0.strip_prefix("/*") {
                self.0 = comment.split_once("*/").map_or("", |(_, rest)| rest);
                continue;
            }
            let first = self.0.chars().next()?;
            if first == '\'' {
                self.quoted('\'');
                continue;
            }
            if matches!(first, '"' | '`') {
                return Some(Token::Name(self.quoted(first)));
            }
            let is_of_a_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
            let end = self.0.find(|c| !is_of_a_word(c)).unwrap_or(self.0.len());
            let (word, rest) = self.0.split_at_checked(end.max(first.len_utf8()))?;
            self.0 = rest;
            return Some(if end == 0 { Token::Sign(first) } else { Token::Word(word.into()) });
        }
    }
}

impl Tokens<'_> {
    /// What stands between quotes, which are doubled in it.
    fn quoted(&mut self, quote: char) -> String {
        let mut text = String::new();
        let mut rest = self.0.strip_prefix(quote).unwrap_or_default();
        // What is not closed goes to the end.
        self.0 = "";
        while let Some((part, after)) = rest.split_once(quote) {
            text.push_str(part);
            let Some(doubled) = after.strip_prefix(quote) else {
                self.0 = after;
                break;
            };
            text.push(quote);
            rest = doubled;
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::Summary;

    #[test]
    fn operations_and_tables_in_the_order_of_the_text() {
        let cases = [
            ("SELECT 1", "SELECT", None),
            (
                r#"SELECT "u"."id" FROM "users" AS "u" WHERE "u"."a" = 'FROM x'"#,
                "SELECT users",
                Some("users"),
            ),
            ("SELECT * FROM `shop`.`us``ers`", "SELECT shop.us`ers", Some("shop.us`ers")),
            (r#"SELECT * FROM "a" LEFT JOIN "b" ON "a"."x" = "b"."x""#, "SELECT a b", None),
            (
                r#"INSERT INTO "a" ("x") VALUES ($1) ON CONFLICT ("x") DO UPDATE SET "x" = $2"#,
                "INSERT a",
                Some("a"),
            ),
            (r#"INSERT INTO "a" ("x") SELECT "x" FROM "b""#, "INSERT a SELECT b", None),
            (
                r#"UPDATE "a" SET "x" = EXTRACT(YEAR FROM "y") WHERE "x" IS DISTINCT FROM "z""#,
                "UPDATE a",
                Some("a"),
            ),
            (r#"DELETE FROM "a" WHERE EXISTS (SELECT 1 FROM "a")"#, "DELETE a SELECT a", Some("a")),
            (
                r#"WITH "c" AS (SELECT * FROM "a") SELECT * FROM "c" FOR UPDATE"#,
                "SELECT a SELECT",
                Some("a"),
            ),
            (r#"WITH RECURSIVE "c" ("n") AS (SELECT 1) SELECT * FROM "c""#, "SELECT SELECT", None),
            (r#"SELECT * FROM unnest($1) AS "n" ("a")"#, "SELECT", None),
            (r#"SELECT * FROM (SELECT * FROM "a") AS "b""#, "SELECT SELECT a", Some("a")),
            ("EXPLAIN QUERY PLAN SELECT * FROM a /* FROM b */", "EXPLAIN SELECT a", Some("a")),
            ("SAVEPOINT aludel_2", "SAVEPOINT", None),
            ("", "", None),
            ("\"' `é -- (", "", None),
        ];
        for (sql, text, collection) in cases {
            let summary = Summary::new(sql);
            assert_eq!(
                (summary.text.as_str(), summary.collection.as_deref()),
                (text, collection),
                "{sql}"
            );
            let operation = text.split(' ').next().unwrap();
            assert_eq!(summary.operation, operation, "{sql}");
        }
        let long = format!("SELECT * FROM {}", "a".repeat(300));
        assert_eq!(Summary::new(&long).text, "SELECT");
    }
}
