//! Random expressions: the rows of an expression as it is rendered, with the parentheses that the
//! renderer leaves out, and with its values in the text; and the same rows on every engine.
//!
//! `ALUDEL_SEED` and `ALUDEL_TREES` say which expressions, and how many.

use std::env;
use std::iter::repeat_with;

use aludel::ast::{self, Raw};
use aludel::prelude::*;

use crate::engines::{Db, Outcome};

table! {
    grid {
        id: BigInt [primary_key],
        a: BigInt,
        b: Nullable<BigInt>,
        s: VarChar<50>,
        n: Nullable<VarChar<50>>,
        p: Boolean,
        q: Nullable<Boolean>,
    }
}

fn set_up(db: &mut Db) {
    // MariaDB remembers what a subquery yields by the columns that it reads, compared by collation:
    // without this one, (SELECT s) of 'ABC' is the 'abc' of a row before.
    let binary = db.dialect().collation(&Collation::Binary).expect("a collation");
    db.batch(&format!("CREATE TABLE grid (id BIGINT PRIMARY KEY, a BIGINT NOT NULL, b BIGINT, s VARCHAR(50) COLLATE {binary} NOT NULL, n VARCHAR(50) COLLATE {binary}, p BOOLEAN NOT NULL, q BOOLEAN)"));
    let columns = (grid::id, grid::a, grid::b, grid::s, grid::n, grid::p, grid::q);
    db.execute(
        &insert_into(grid::table)
            .columns(columns)
            .row((1, 0, Some(0i64), "", Some(""), false, Some(false)))
            .row((2, 1, None::<i64>, "abc", None::<&str>, true, None::<bool>))
            .row((3, -1, Some(1), " b ", Some("B"), true, Some(true)))
            .row((4, 7, Some(-7), "50%", Some("%"), false, Some(true)))
            .row((5, -100, Some(3), "a_b", Some("A-B"), true, Some(false)))
            .row((6, 99, Some(99), "it's", Some("\\"), false, None::<bool>))
            .row((7, 2, Some(-2), "--x", Some("a!b"), true, Some(true)))
            .row((8, -8, None::<i64>, "ABC", Some("abc"), false, Some(false))),
    );
}

// ---- what expressions are made of

type Int = Nullable<BigInt>;
type Truth = Nullable<Boolean>;
type Words = Nullable<Text>;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Int,
    Truth,
    Words,
}

impl Kind {
    /// How large an integer, how long a text may become.
    fn limit(self) -> i64 {
        match self {
            Kind::Int => 1_000_000_000,
            Kind::Truth => 1,
            Kind::Words => 1_000,
        }
    }
}

struct Operator {
    name: &'static str,
    kind: Kind,
    args: &'static [Kind],
    /// How large the result may be, by the sizes of the arguments.
    size: fn(&[i64]) -> i64,
    build: fn(Vec<ast::Expr>) -> ast::Expr,
}

/// One operator a line: its arguments, its type, the greatest size of its result, what builds it.
macro_rules! operators {
    ($( $name:ident($($arg:ident: $Arg:ident),*) -> $Out:ident, $size:expr, $build:expr; )*) => {
        static OPERATORS: &[Operator] = &[$(
            Operator {
                name: stringify!($name),
                kind: Kind::$Out,
                args: &[$(Kind::$Arg),*],
                #[allow(unused_mut)]
                size: |sizes| {
                    let mut sizes = sizes.iter().copied();
                    $(let $arg = sizes.next().expect("a size");)*
                    let _ = (sizes, $($arg),*);
                    $size
                },
                build: |args| {
                    let mut args = args.into_iter();
                    $(let $arg = Expr::<$Arg>::from_ast(args.next().expect("an argument"));)*
                    assert!(args.next().is_none());
                    ast::Expr::from($build)
                },
            },
        )*];
    };
}

operators! {
    a() -> Int, 100, grid::a.into_expr();
    b() -> Int, 100, grid::b.into_expr();
    zero() -> Int, 0, val::<BigInt>(0);
    one() -> Int, 1, val::<BigInt>(1);
    minus_one() -> Int, 1, val::<BigInt>(-1);
    twelve() -> Int, 12, val::<BigInt>(12);
    null_number() -> Int, 0, null::<BigInt>();
    literal_three() -> Int, 3, literal::<BigInt>(3);
    literal_minus_five() -> Int, 5, literal::<BigInt>(-5);
    add(x: Int, y: Int) -> Int, x + y, x + y;
    subtract(x: Int, y: Int) -> Int, x + y, x - y;
    multiply(x: Int, y: Int) -> Int, x * y, x * y;
    divide(x: Int, y: Int) -> Int, x, x / nullif(y, 0);
    divide_by_sum(x: Int, y: Int) -> Int, x + y, x / (abs(y) + 1);
    divide_by_product(x: Int, y: Int) -> Int, x.max(y * 2), x / ((abs(y) + 1) * 2);
    divide_by_quotient(x: Int, y: Int) -> Int, x.max(y + 8), x / ((abs(y) + 8) / 4);
    divide_by_remainder(x: Int, y: Int) -> Int, x + y, x / (abs(y) % 5 + 1);
    divide_by_minus_three(x: Int) -> Int, x, x / -3;
    remainder(x: Int, y: Int) -> Int, x, x % nullif(y, 0);
    remainder_of_sum(x: Int, y: Int) -> Int, x + y, x % (abs(y) + 2);
    remainder_of_minus_four(x: Int) -> Int, x, x % -4;
    negate(x: Int) -> Int, x, -x;
    absolute(x: Int) -> Int, x, abs(x);
    coalesce_numbers(x: Int, y: Int) -> Int, x.max(y), coalesce(x, y);
    nullif_numbers(x: Int, y: Int) -> Int, x, nullif(x, y);
    case_number(c: Truth, x: Int, y: Int) -> Int, x.max(y), case::<Int>().when(c, x).otherwise(y);
    case_of_number(x: Int, y: Int, z: Int) -> Int, z, case_of::<Int, _>(x).when(y, z).end();
    case_of_truth(c: Truth, x: Int, y: Int) -> Int, x.max(y),
        case_of::<Int, _>(c).when(true, x).otherwise(y);
    select_number(x: Int) -> Int, x, select(x).into_expr();
    number_by_text(x: Int) -> Int, x, x.cast::<BigInt>().cast::<Text>().cast::<BigInt>();
    length(w: Words) -> Int, w, char_length(w);

    p() -> Truth, 1, grid::p.into_expr();
    q() -> Truth, 1, grid::q.into_expr();
    yes() -> Truth, 1, val::<Boolean>(true);
    no() -> Truth, 1, literal::<Boolean>(false);
    unknown() -> Truth, 1, null::<Boolean>();
    // A NULL value on the right of `eq` and `ne` makes them IS NULL.
    equal(x: Int, y: Int) -> Truth, 1, x.eq(y.nullable());
    not_equal(x: Int, y: Int) -> Truth, 1, x.ne(y.nullable());
    less(x: Int, y: Int) -> Truth, 1, x.lt(y);
    less_or_equal(x: Int, y: Int) -> Truth, 1, x.le(y);
    greater(x: Int, y: Int) -> Truth, 1, x.gt(y);
    greater_or_equal(x: Int, y: Int) -> Truth, 1, x.ge(y);
    distinct(x: Int, y: Int) -> Truth, 1, x.is_distinct_from(y);
    not_distinct(x: Int, y: Int) -> Truth, 1, x.is_not_distinct_from(y);
    between(x: Int, y: Int, z: Int) -> Truth, 1, x.between(y, z);
    not_between(x: Int, y: Int, z: Int) -> Truth, 1, x.not_between(y, z);
    in_values(x: Int) -> Truth, 1, x.in_([1, -1, 7]);
    in_nothing(x: Int) -> Truth, 1, x.in_(Vec::<i64>::new());
    in_list(x: Int, y: Int, z: Int) -> Truth, 1, x.in_([y, z]);
    not_in_list(x: Int, y: Int, z: Int) -> Truth, 1, x.not_in([y, z]);
    in_query(x: Int, y: Int) -> Truth, 1, x.in_(select(y));
    number_is_null(x: Int) -> Truth, 1, x.is_null();
    number_is_not_null(x: Int) -> Truth, 1, x.is_not_null();
    and(c: Truth, d: Truth) -> Truth, 1, c.and(d);
    and_of_three(c: Truth, d: Truth, e: Truth) -> Truth, 1, all_of([c, d, e]);
    or(c: Truth, d: Truth) -> Truth, 1, c.or(d);
    or_of_three(c: Truth, d: Truth, e: Truth) -> Truth, 1, any_of([c, d, e]);
    negation(c: Truth) -> Truth, 1, not(c);
    xor(c: Truth, d: Truth) -> Truth, 1, c.xor(d);
    chosen_truth(c: Truth, d: Truth, e: Truth) -> Truth, 1, iif::<Truth>(c, d, e);
    same_truth(c: Truth, d: Truth) -> Truth, 1, c.eq(d.nullable());
    other_truth(c: Truth, d: Truth) -> Truth, 1, c.ne(d.nullable());
    distinct_truth(c: Truth, d: Truth) -> Truth, 1, c.is_distinct_from(d);
    truth_is_null(c: Truth) -> Truth, 1, c.is_null();
    is_true(c: Truth) -> Truth, 1, c.is_true();
    is_not_true(c: Truth) -> Truth, 1, c.is_not_true();
    is_false(c: Truth) -> Truth, 1, c.is_false();
    is_not_false(c: Truth) -> Truth, 1, c.is_not_false();
    is_unknown(c: Truth) -> Truth, 1, c.is_unknown();
    is_not_unknown(c: Truth) -> Truth, 1, c.is_not_unknown();
    case_truth(c: Truth, d: Truth, e: Truth) -> Truth, 1, case::<Truth>().when(c, d).otherwise(e);
    coalesce_truths(c: Truth, d: Truth) -> Truth, 1, coalesce(c, d);
    exists_where(c: Truth) -> Truth, 1, exists(select(literal::<Integer>(1)).filter(c));
    not_exists_where(c: Truth) -> Truth, 1, not_exists(select(literal::<Integer>(1)).filter(c));
    select_truth(c: Truth) -> Truth, 1, select(c).into_expr();
    text_equal(v: Words, w: Words) -> Truth, 1, v.collate(Collation::Binary).eq(w.nullable());
    text_less(v: Words, w: Words) -> Truth, 1, v.collate(Collation::Binary).lt(w);
    text_distinct(v: Words, w: Words) -> Truth, 1,
        v.collate(Collation::Binary).is_distinct_from(w);
    text_between(v: Words, w: Words) -> Truth, 1, v.collate(Collation::Binary).between("a", w);
    text_is_null(w: Words) -> Truth, 1, w.is_null();
    // The case of LIKE is the server's.
    like(v: Words, w: Words) -> Truth, 1, lower(v).like(lower(w));
    not_like(v: Words, w: Words) -> Truth, 1, lower(v).not_like(lower(w));
    like_escape(v: Words, w: Words) -> Truth, 1, lower(v).like_escape(lower(w).concat("a"), '#');
    ilike(v: Words, w: Words) -> Truth, 1, v.ilike(w);
    contains(v: Words, w: Words) -> Truth, 1, lower(v).contains(lower(w));
    starts_with(v: Words, w: Words) -> Truth, 1, v.istarts_with(w);

    s() -> Words, 4, grid::s.into_expr();
    n() -> Words, 3, grid::n.into_expr();
    empty() -> Words, 0, val::<Text>("");
    null_text() -> Words, 0, null::<Text>();
    letter() -> Words, 1, val::<Text>("b");
    literal_words() -> Words, 5, literal::<Text>("a'\\? ");
    pattern() -> Words, 3, val::<Text>("%_b");
    concatenation(v: Words, w: Words) -> Words, v + w, v.concat(w);
    concatenation_of_three(u: Words, v: Words, w: Words) -> Words, u + v + w, concat((u, v, w));
    lower_case(w: Words) -> Words, w, lower(w);
    upper_case(w: Words) -> Words, w, upper(w);
    trimmed(w: Words) -> Words, w, trim(w);
    trimmed_of_a_letter(w: Words) -> Words, w, trim_char(w, 'b');
    trimmed_start(w: Words) -> Words, w, trim_start(w);
    trimmed_end(w: Words) -> Words, w, trim_end(w);
    replaced(v: Words, w: Words) -> Words, v * (w + 1), replace(v, "b", coalesce(w, "-"));
    replaced_by_x(v: Words, w: Words) -> Words, v, replace(v, coalesce(w, "A"), "x");
    part(w: Words, x: Int, y: Int) -> Words, w,
        substring(w, x.cast::<Integer>().assume::<Integer>(), y.cast::<Integer>().assume::<Integer>());
    start(w: Words, x: Int) -> Words, w, left(w, x.cast::<Integer>().assume::<Integer>());
    rest(w: Words, x: Int) -> Words, w, substring_from(w, x.cast::<Integer>().assume::<Integer>());
    coalesce_texts(v: Words, w: Words) -> Words, v.max(w), coalesce(v, w);
    nullif_texts(v: Words, w: Words) -> Words, v, nullif(v.collate(Collation::Binary), w);
    case_text(c: Truth, v: Words, w: Words) -> Words, v.max(w),
        case::<Words>().when(c, v).otherwise(w);
    number_as_text(x: Int) -> Words, 11, x.cast::<Text>();
    select_text(w: Words) -> Words, w, select(w).into_expr();
}

// ---- trees

/// xorshift64*.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        number as usize % bound
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

#[derive(Clone)]
struct Tree {
    operator: &'static Operator,
    args: Vec<Tree>,
    size: i64,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Style {
    /// As the renderer writes it, with parameters.
    Plain,
    /// With parentheses around everything.
    Parenthesized,
    /// As the renderer writes it, with values in the text.
    Inline,
}

const STYLES: [Style; 3] = [Style::Plain, Style::Parenthesized, Style::Inline];

impl Tree {
    fn new(operator: &'static Operator, args: Vec<Tree>) -> Self {
        let sizes: Vec<i64> = args.iter().map(|arg| arg.size).collect();
        Tree { operator, size: (operator.size)(&sizes), args }
    }

    fn grow(random: &mut Random, kind: Kind, depth: usize) -> Self {
        let fits =
            |operator: &&Operator| operator.kind == kind && (operator.args.is_empty() || depth > 0);
        let operators: Vec<_> = OPERATORS.iter().filter(fits).collect();
        loop {
            let operator = random.pick(&operators);
            let depth = random.below(depth.max(1));
            let args = operator.args.iter().map(|&kind| Tree::grow(random, kind, depth));
            let tree = Tree::new(operator, args.collect());
            if tree.size <= kind.limit() {
                return tree;
            }
        }
    }

    fn build(&self, style: Style) -> ast::Expr {
        let args = self.args.iter().map(|arg| arg.build(style)).collect();
        let expr = (self.operator.build)(args);
        match style {
            Style::Plain | Style::Inline => expr,
            Style::Parenthesized => {
                ast::Expr::Raw(Box::new(Raw { text: "({})".into(), holes: [expr].into() }))
            }
        }
    }

    /// Trees that are smaller by one step: a part of it, or it with a smaller argument.
    fn smaller(&self) -> Vec<Tree> {
        let kind = self.operator.kind;
        let mut smaller = Vec::new();
        for arg in &self.args {
            if arg.operator.kind == kind {
                smaller.push(arg.clone());
            }
            smaller.extend(arg.smaller().into_iter().filter(|part| part.operator.kind == kind));
        }
        for (index, arg) in self.args.iter().enumerate() {
            let leaf = OPERATORS
                .iter()
                .find(|leaf| leaf.kind == arg.operator.kind && leaf.args.is_empty())
                .filter(|_| !arg.args.is_empty())
                .map(|leaf| Tree::new(leaf, Vec::new()));
            for other in leaf.into_iter().chain(arg.smaller()) {
                let mut args = self.args.clone();
                args[index] = other;
                smaller.push(Tree::new(self.operator, args));
            }
        }
        smaller.retain(|tree| tree.size <= kind.limit());
        smaller
    }
}

impl std::fmt::Display for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.operator.name)?;
        for (index, arg) in self.args.iter().enumerate() {
            write!(f, "{}{arg}", if index == 0 { "(" } else { ", " })?;
        }
        if self.args.is_empty() { Ok(()) } else { f.write_str(")") }
    }
}

// ---- their rows

type Rows = Vec<Vec<Value>>;

fn query(trees: &[Tree], style: Style) -> Select<DynamicRow> {
    select_dyn(trees.iter().map(|tree| Expr::<Any>::from_ast(tree.build(style))))
        .from(grid::table)
        .order_by(grid::id.asc())
}

/// The statement, and its rows for each tree.
fn rows(db: &mut Db, trees: &[Tree], style: Style) -> (String, Outcome<Rows>) {
    let mut query = query(trees, style);
    if style == Style::Inline {
        let sql = query.to_sql_inline(db.dialect()).expect("it compiles");
        let text = sql.strip_prefix("SELECT ").expect("a query").replace('{', "{{");
        query = select_dyn([sql_unchecked::<Any>(text.replace('}', "}}"), ())]);
    }
    let compiled = query.compile(db.dialect()).expect("it compiles");
    let rows = db.try_query(&compiled).map(|rows| {
        let column = |(index, tree): (usize, &Tree)| {
            rows.iter().map(|row| plain(tree.operator.kind, &row[index])).collect()
        };
        trees.iter().enumerate().map(column).collect()
    });
    (compiled.to_string(), rows)
}

/// A truth value as the number that it is to most engines; and an integer as one: on MySQL two
/// parameters that only each other stand beside add up to a DOUBLE, and `-(-5)` is a DECIMAL.
fn plain(kind: Kind, value: &Value) -> Value {
    match (kind, value) {
        (Kind::Truth, Value::Bool(truth)) => Value::from(i64::from(*truth)),
        (Kind::Int, Value::Decimal(number)) if number.is_integer() => {
            i64::try_from(*number).map_or(value.clone(), Value::Int)
        }
        (Kind::Int, Value::Double(number)) if number.fract() == 0.0 => Value::Int(*number as i64),
        _ => value.clone(),
    }
}

/// Whether all engines yield the same rows in all styles.
fn agree(dbs: &mut [Db], trees: &[Tree]) -> bool {
    let mut first = None;
    dbs.iter_mut().flat_map(|db| STYLES.map(|style| rows(db, trees, style).1)).all(|rows| {
        let same = rows.is_ok() && first.as_ref().is_none_or(|first| *first == rows);
        first.get_or_insert(rows);
        same
    })
}

/// The least part of a tree for which the engines disagree, with all that they say.
fn report(dbs: &mut [Db], tree: &Tree) -> String {
    let mut least = tree.clone();
    while let Some(less) =
        least.smaller().into_iter().find(|tree| !agree(dbs, std::slice::from_ref(tree)))
    {
        least = less;
    }
    let mut report = format!("{least}\n");
    for db in dbs {
        for style in STYLES {
            let (sql, rows) = rows(db, std::slice::from_ref(&least), style);
            report.push_str(&format!("{} {style:?}: {sql}\n    {rows:?}\n", db.name));
        }
    }
    report
}

fn setting(variable: &str, default: u64) -> u64 {
    env::var(variable).map_or(default, |text| text.parse().expect("a number"))
}

/// Grows trees, many for a statement, and holds their rows to be the same.
fn test_trees(dbs: &mut [Db], count: u64) {
    const BATCH: usize = 40;
    dbs.iter_mut().for_each(set_up);
    let seed = setting("ALUDEL_SEED", 1);
    let mut random = Random::new(seed);
    for _ in 0..setting("ALUDEL_TREES", count).div_ceil(BATCH as u64) {
        let kinds = [Kind::Int, Kind::Truth, Kind::Words];
        let mut grow = || {
            let kind = random.pick(&kinds);
            Tree::grow(&mut random, kind, 8)
        };
        let trees: Vec<Tree> = repeat_with(&mut grow).take(BATCH).collect();
        if agree(dbs, &trees) {
            continue;
        }
        for tree in &trees {
            assert!(
                agree(dbs, std::slice::from_ref(tree)),
                "ALUDEL_SEED={seed}: {}",
                report(dbs, tree)
            );
        }
        panic!("ALUDEL_SEED={seed}: the trees of a statement differ, but not one by one");
    }
}

#[test]
fn ten_thousand_random_expressions_mean_what_is_written() {
    test_trees(&mut [Db::sqlite()], 10_000);
}

#[test]
#[ignore = "needs the servers of tests/all-engines.sh"]
fn a_thousand_random_expressions_mean_the_same_on_all_engines() {
    test_trees(&mut [Db::sqlite(), Db::postgres(), Db::mysql(), Db::mariadb()], 1_000);
}
