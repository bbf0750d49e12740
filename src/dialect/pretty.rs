//! Statements on several lines, for a reader.

/// Words that start a clause, longest first where one starts another.
const CLAUSES: &[&str] = &[
    "WITH",
    "SELECT",
    "FROM",
    "LEFT JOIN",
    "RIGHT JOIN",
    "FULL JOIN",
    "CROSS JOIN",
    "JOIN",
    "WHERE",
    "GROUP BY",
    "HAVING",
    "WINDOW",
    "ORDER BY",
    "LIMIT",
    "OFFSET",
    "UNION",
    "INTERSECT",
    "EXCEPT",
    "VALUES",
    "SET",
    "ON CONFLICT",
    "ON DUPLICATE KEY UPDATE",
    "RETURNING",
    "FOR UPDATE",
];

/// The statement with a line for each clause, and subqueries indented.
pub(super) fn lines(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len() + sql.len() / 4);
    // For each open parenthesis: whether a query lies in it.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        match first {
            '\'' | '"' | '`' => {
                let end = rest.char_indices().skip(1).find(|(_, char)| *char == first);
                let (quoted, after) =
                    rest.split_at(end.map_or(rest.len(), |(at, quote)| at + quote.len_utf8()));
                out.push_str(quoted);
                rest = after;
                continue;
            }
            '(' => {
                let after = rest.get(1..).unwrap_or_default();
                let query = after.starts_with("SELECT ") || after.starts_with("WITH ");
                open.push(query);
                out.push('(');
                rest = after;
                if query {
                    new_line(&mut out, &open);
                }
                continue;
            }
            ')' => {
                let query = open.pop() == Some(true);
                if query {
                    new_line(&mut out, &open);
                }
            }
            ' ' if open.last().is_none_or(|query| *query) => {
                let after = rest.get(1..).unwrap_or_default();
                let clause = CLAUSES.iter().find(|clause| starts_with_word(after, clause));
                if let Some(clause) = clause.filter(|_| !takes_from(&out)) {
                    new_line(&mut out, &open);
                    // The words of the clause itself hold no further clause.
                    let (clause, after) = after.split_at(clause.len());
                    out.push_str(clause);
                    rest = after;
                    continue;
                }
            }
            _ => {}
        }
        out.push(first);
        rest = rest.get(first.len_utf8()..).unwrap_or_default();
    }
    out
}

fn new_line(out: &mut String, open: &[bool]) {
    out.push('\n');
    for _ in open.iter().filter(|query| **query) {
        out.push_str("  ");
    }
}

/// Whether FROM belongs to the word before it.
fn takes_from(sql: &str) -> bool {
    sql.ends_with("DELETE") || sql.ends_with(" DISTINCT")
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.strip_prefix(word).is_some_and(|after| after.is_empty() || after.starts_with([' ', '(']))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn each_clause_has_a_line_and_subqueries_are_indented() {
        let sql =
            r#"SELECT "a", 'x FROM y' FROM "t" WHERE "a" IN (SELECT "b" FROM "u") ORDER BY "a""#;
        let expected = "SELECT \"a\", 'x FROM y'\nFROM \"t\"\nWHERE \"a\" IN (\n  SELECT \"b\"\n  FROM \"u\"\n)\nORDER BY \"a\"";
        assert_eq!(lines(sql), expected);
    }

    #[test]
    fn from_is_no_clause_after_delete_and_distinct() {
        let sql = r#"DELETE FROM "t" WHERE "a" IS DISTINCT FROM "b""#;
        assert_eq!(lines(sql), "DELETE FROM \"t\"\nWHERE \"a\" IS DISTINCT FROM \"b\"");
    }

    #[test]
    fn clauses_inside_a_window_stay_on_its_line() {
        let sql = r#"SELECT ROW_NUMBER() OVER (PARTITION BY "a" ORDER BY "b") FROM "t""#;
        assert_eq!(
            lines(sql),
            "SELECT ROW_NUMBER() OVER (PARTITION BY \"a\" ORDER BY \"b\")\nFROM \"t\""
        );
    }
}
