//! What expressions are made of: one operator a line.

use aludel::ast::{self, BinaryOp, DatePart, LetterCase, UnaryOp};
use aludel::prelude::*;

use super::kind::{EXTREME, Kind, TOO_LARGE, exact, short};

type Int = Nullable<BigInt>;
type Truth = Nullable<Boolean>;
type Words = Nullable<Text>;
type Wide = Nullable<Text>;
type Day = Nullable<Date>;
type Moment = Nullable<Timestamp>;
type Real = Nullable<Double>;

pub struct Operator {
    pub name: &'static str,
    pub kind: Kind,
    pub args: &'static [Kind],
    /// How large the result may be, by the sizes of the arguments.
    pub size: fn(&[i64]) -> i64,
    pub build: fn(Vec<ast::Expr>) -> ast::Expr,
}

impl Operator {
    /// Whether it is not for aggregates and window functions: it puts its arguments into a subquery
    /// without FROM, or into rows, whose window functions MariaDB takes for others.
    pub fn is_of_rows(&self) -> bool {
        ["select_", "exists_", "not_exists_", "in_query", "rows_"]
            .iter()
            .any(|start| self.name.starts_with(start))
    }
}

/// One operator a line: its arguments, its type, the greatest size of its result, what builds it.
macro_rules! operators {
    ($( $name:ident($($arg:ident: $Arg:ident),*) -> $Out:ident, $size:expr, $build:expr; )*) => {
        pub static OPERATORS: &[Operator] = &[$(
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
    zero() -> Int, 0, val::<BigInt>(0);
    one() -> Int, 1, val::<BigInt>(1);
    minus_one() -> Int, 1, val::<BigInt>(-1);
    twelve() -> Int, 12, val::<BigInt>(12);
    null_number() -> Int, 0, null::<BigInt>();
    literal_three() -> Int, 3, literal::<BigInt>(3);
    literal_minus_five() -> Int, 5, literal::<BigInt>(-5);
    add(x: Int, y: Int) -> Int, exact(x.saturating_add(y)), x + y;
    subtract(x: Int, y: Int) -> Int, exact(x.saturating_add(y)), x - y;
    multiply(x: Int, y: Int) -> Int, exact(x.saturating_mul(y)), x * y;
    divide(x: Int, y: Int) -> Int, exact(x.max(y)), x / nullif(y, 0);
    divide_by_sum(x: Int, y: Int) -> Int, exact(x.saturating_add(y)), x / (abs(y) + 1);
    divide_by_product(x: Int, y: Int) -> Int, exact(x.max(y.saturating_mul(2))), x / ((abs(y) + 1) * 2);
    divide_by_quotient(x: Int, y: Int) -> Int, exact(x.max(y.saturating_add(8))), x / ((abs(y) + 8) / 4);
    divide_by_remainder(x: Int, y: Int) -> Int, exact(x.saturating_add(y)), x / (abs(y) % 5 + 1);
    divide_by_minus_three(x: Int) -> Int, exact(x), x / -3;
    remainder(x: Int, y: Int) -> Int, exact(x.max(y)), x % nullif(y, 0);
    remainder_of_sum(x: Int, y: Int) -> Int, exact(x.saturating_add(y)), x % (abs(y) + 2);
    remainder_of_minus_four(x: Int) -> Int, exact(x), x % -4;
    negate(x: Int) -> Int, x, -x;
    absolute(x: Int) -> Int, x, abs(x);
    coalesce_numbers(x: Int, y: Int) -> Int, x.max(y), coalesce(x, y);
    nullif_numbers(x: Int, y: Int) -> Int, x, nullif(x, y);
    case_number(c: Truth, x: Int, y: Int) -> Int, x.max(y), case::<Int>().when(c, x).otherwise(y);
    case_of_number(x: Int, y: Int, z: Int) -> Int, x.max(y).max(z), case_of::<Int, _>(x).when(y, z).end();
    case_of_truth(c: Truth, x: Int, y: Int) -> Int, x.max(y),
        case_of::<Int, _>(c).when(true, x).otherwise(y);
    select_number(x: Int) -> Int, x, select(x).into_expr();
    number_by_text(x: Int) -> Int, x, x.cast::<BigInt>().cast::<Text>().cast::<BigInt>();
    length(w: Words) -> Int, w, char_length(w);

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

    empty() -> Words, 0, val::<Text>("");
    null_text() -> Words, 0, null::<Text>();
    letter() -> Words, 1, val::<Text>("b");
    literal_words() -> Words, 5, literal::<Text>("a'\\? ");
    pattern() -> Words, 3, val::<Text>("%_b");
    concatenation(v: Words, w: Words) -> Words, short(v + w), v.concat(w);
    concatenation_of_three(u: Words, v: Words, w: Words) -> Words, short(u + v + w), concat((u, v, w));
    lower_case(w: Words) -> Words, w, lower(w);
    upper_case(w: Words) -> Words, w, upper(w);
    trimmed(w: Words) -> Words, w, trim(w);
    trimmed_of_a_letter(w: Words) -> Words, w, trim_char(w, 'b');
    trimmed_start(w: Words) -> Words, w, trim_start(w);
    trimmed_end(w: Words) -> Words, w, trim_end(w);
    replaced(v: Words, w: Words) -> Words, short(v * (w + 1)), replace(v, "b", coalesce(w, "-"));
    replaced_by_x(v: Words, w: Words) -> Words, v, replace(v, coalesce(w, "A"), "x");
    part(w: Words, x: Int, y: Int) -> Words, if exact(x.max(y)) == TOO_LARGE { TOO_LARGE } else { w },
        substring(w, x.cast::<Integer>().assume::<Integer>(), y.cast::<Integer>().assume::<Integer>());
    start(w: Words, x: Int) -> Words, if exact(x) == TOO_LARGE { TOO_LARGE } else { w }, left(w, x.cast::<Integer>().assume::<Integer>());
    rest(w: Words, x: Int) -> Words, if exact(x) == TOO_LARGE { TOO_LARGE } else { w }, substring_from(w, x.cast::<Integer>().assume::<Integer>());
    coalesce_texts(v: Words, w: Words) -> Words, v.max(w), coalesce(v, w);
    nullif_texts(v: Words, w: Words) -> Words, v, nullif(v.collate(Collation::Binary), w);
    case_text(c: Truth, v: Words, w: Words) -> Words, v.max(w),
        case::<Words>().when(c, v).otherwise(w);
    number_as_text(x: Int) -> Words, 20, x.cast::<Text>();
    select_text(w: Words) -> Words, w, select(w).into_expr();

    // Any letters: nothing here changes their case.
    wide_words(w: Words) -> Wide, w, w;
    wide_letter() -> Wide, 1, val::<Text>("é");
    wide_literal() -> Wide, 2, literal::<Text>("👍ß");
    wide_concatenation(v: Wide, w: Wide) -> Wide, short(v + w), v.concat(w);
    wide_trimmed(w: Wide) -> Wide, w, trim(w);
    wide_replaced(v: Wide, w: Wide) -> Wide, v, replace(v, coalesce(w, "e"), "x");
    wide_part(w: Wide) -> Wide, w, substring(w, 2, 2);
    wide_coalesce(v: Wide, w: Wide) -> Wide, v.max(w), coalesce(v, w);
    wide_nullif(v: Wide, w: Wide) -> Wide, v, nullif(v.collate(Collation::Binary), w);
    wide_case(c: Truth, v: Wide, w: Wide) -> Wide, v.max(w),
        case::<Wide>().when(c, v).otherwise(w);
    wide_length(w: Wide) -> Int, w, char_length(w);
    wide_bytes(w: Wide) -> Int, w * 4, byte_length(w);
    wide_equal(v: Wide, w: Wide) -> Truth, 1, v.collate(Collation::Binary).eq(w.nullable());
    wide_less(v: Wide, w: Wide) -> Truth, 1, v.collate(Collation::Binary).lt(w);
    wide_distinct(v: Wide, w: Wide) -> Truth, 1, v.collate(Collation::Binary).is_distinct_from(w);
    wide_in(v: Wide) -> Truth, 1, v.collate(Collation::Binary).in_(["é", "", "日本"]);
    wide_is_null(w: Wide) -> Truth, 1, w.is_null();

    number_through_json(x: Int, y: Int) -> Int, x, json_integer(json_object((("a", x), ("b", y))), "a");
    truth_through_json(c: Truth, x: Int) -> Truth, 1, json_boolean(json_array((x, c)), 1);
    real_through_json(x: Real) -> Real, x, json_number(json_array((x,)), 0);
    text_through_json(v: Wide, w: Wide) -> Wide, v, json_text(json_object((("a", v), ("b", w))), "a");
    words_through_json(w: Words) -> Words, w, json_text(json_array((w,)), 0);
    type_in_json(x: Int, c: Truth) -> Words, 7, json_type(json_array((x, c)), 1);
    text_put_into_json(v: Wide, w: Wide) -> Wide, w, json_text(json_set(json_object((("a", v),)), "a", w), "a");
    is_in_json(x: Int, w: Words) -> Truth, 1,
        json_has(json_remove(json_object((("a", x), ("b", w))), "a"), "b").nullable();
    elements_of_json(x: Int, y: Int) -> Int, 2, json_array_length(json_array((x, y)), ());

    a_day() -> Day, 1, val::<Date>(day("2024-02-29"));
    no_day() -> Day, 1, null::<Date>();
    day_of_moment(m: Moment) -> Day, 1, m.cast::<Date>();
    month_start(d: Day) -> Day, 1, truncate(DateUnit::Month, d);
    week_start(d: Day) -> Day, 1, truncate(DateUnit::Week, d);
    next_month(d: Day) -> Day, 1, shift(d, 1, DateUnit::Month);
    day_before(d: Day) -> Day, 1, shift(d, -1, DateUnit::Day);
    coalesce_days(d: Day, e: Day) -> Day, 1, coalesce(d, e);
    nullif_days(d: Day, e: Day) -> Day, 1, nullif(d, e);
    case_day(c: Truth, d: Day, e: Day) -> Day, 1, case::<Day>().when(c, d).otherwise(e);
    select_day(d: Day) -> Day, 1, select(d).into_expr();
    day_equal(d: Day, e: Day) -> Truth, 1, d.eq(e.nullable());
    day_less(d: Day, e: Day) -> Truth, 1, d.lt(e);
    day_between(d: Day, e: Day, f: Day) -> Truth, 1, d.between(e, f);
    day_is_null(d: Day) -> Truth, 1, d.is_null();
    day_in(d: Day, e: Day) -> Truth, 1, d.in_([e, val::<Date>(day("1999-12-31")).nullable()]);
    year(d: Day) -> Int, 10_000, extract(DateField::Year, d);
    week(d: Day) -> Int, 53, extract(DateField::IsoWeek, d);
    weekday(d: Day) -> Int, 6, extract(DateField::DayOfWeek, d);
    day_of_year(d: Day) -> Int, 366, extract(DateField::DayOfYear, d);

    a_moment() -> Moment, 1, val::<Timestamp>(day("2024-12-30").and_hms_opt(23, 59, 1).expect("a time"));
    no_moment() -> Moment, 1, null::<Timestamp>();
    moment_of_day(d: Day) -> Moment, 1, d.cast::<Timestamp>();
    quarter_start(m: Moment) -> Moment, 1, truncate(DateUnit::Quarter, m);
    hour_start(m: Moment) -> Moment, 1, truncate(DateUnit::Hour, m);
    hours_later(m: Moment, x: Int) -> Moment, 1, shift(m, (x % 50).assume::<BigInt>(), DateUnit::Hour);
    months_earlier(m: Moment) -> Moment, 1, shift(m, -7, DateUnit::Month);
    coalesce_moments(m: Moment, o: Moment) -> Moment, 1, coalesce(m, o);
    case_moment(c: Truth, m: Moment, o: Moment) -> Moment, 1,
        case::<Moment>().when(c, m).otherwise(o);
    moment_equal(m: Moment, o: Moment) -> Truth, 1, m.eq(o.nullable());
    moment_less(m: Moment, o: Moment) -> Truth, 1, m.lt(o);
    moment_distinct(m: Moment, o: Moment) -> Truth, 1, m.is_distinct_from(o);
    epoch(m: Moment) -> Int, EXTREME, extract(DateField::Epoch, m);
    hour(m: Moment) -> Int, 24, extract(DateField::Hour, m);
    second(m: Moment) -> Int, 60, extract(DateField::Second, m);

    one_half() -> Real, 1, val::<Double>(0.5);
    literal_quarter() -> Real, 1, literal::<Double>(-0.25);
    no_real() -> Real, 1, null::<Double>();
    real_number(x: Int) -> Real, exact(x), x.cast::<Double>();
    real_sum(x: Real, y: Real) -> Real, exact(x.saturating_add(y)), x + y;
    real_difference(x: Real, y: Real) -> Real, exact(x.saturating_add(y)), x - y;
    real_product(x: Real, y: Real) -> Real, if x.max(y) > 10_000 { TOO_LARGE } else { x * y }, x * y;
    real_half(x: Real) -> Real, x, x / 2.0;
    real_negation(x: Real) -> Real, x, -x;
    real_absolute(x: Real) -> Real, x, abs(x);
    coalesce_reals(x: Real, y: Real) -> Real, x.max(y), coalesce(x, y);
    case_real(c: Truth, x: Real, y: Real) -> Real, x.max(y), case::<Real>().when(c, x).otherwise(y);
    real_equal(x: Real, y: Real) -> Truth, 1, x.eq(y.nullable());
    real_less(x: Real, y: Real) -> Truth, 1, x.lt(y);
    real_is_null(x: Real) -> Truth, 1, x.is_null();

    position_of(v: Words, w: Words) -> Int, w, position(coalesce(v, "b"), w);
    wide_position(v: Wide, w: Wide) -> Int, w, position(coalesce(v, "é"), w);
    code(w: Wide) -> Int, 1_114_111, code_point(w);
    sign_of(x: Int) -> Int, 1, sign(x);
    floor_quotient(x: Int, y: Int) -> Int, exact(x.saturating_add(1)), floor_div(x, y);
    quotient_or_null(x: Int, y: Int) -> Int, exact(x), x.div_or_null(y);
    remainder_or_null(x: Int, y: Int) -> Int, exact(x.max(y)), x.rem_or_null(y);
    greater_of(x: Int, y: Int) -> Int, x.max(y), greatest(x, y);
    less_of(x: Int, y: Int) -> Int, x.max(y), least(x, y);
    greater_that_is(x: Int, y: Int) -> Int, x.max(y), greatest_ignoring_nulls(x, y);
    less_that_is(x: Int, y: Int) -> Int, x.max(y), least_ignoring_nulls(x, y);
    shifted_left(x: Int, y: Int) -> Int, if x > 1_000 { TOO_LARGE } else { 1_024_000 }, x.shift_left(y % 10);
    shifted_right(x: Int, y: Int) -> Int, x, x.shift_right(y);
    whole_of(x: Real) -> Int, exact(x), trunc_to_int(x);
    nearest_of(x: Real) -> Int, exact(x.saturating_add(1)), round_to_int(x);
    integer_in(w: Words) -> Int, EXTREME, w.try_cast::<BigInt>();
    in_parameter(x: Int) -> Truth, 1, x.in_(val::<Array<BigInt>>(vec![1, -1, 7]));
    not_in_parameter(x: Int) -> Truth, 1, x.not_in(val::<Array<BigInt>>(vec![0, 99]));
    rows_in(x: Int, y: Int) -> Truth, 1, row((x, y)).in_([(1, 1), (-1, 0)]);

    turned_round(w: Words) -> Words, w, reverse(w);
    end_of(w: Words, x: Int) -> Words, w, right(w, (x % 7).cast::<Integer>().assume::<Integer>());
    filled_start(w: Words, x: Int) -> Words, w.max(9), lpad(w, (x % 9).cast::<Integer>().assume::<Integer>(), '*');
    filled_end(w: Words, x: Int) -> Words, w.max(9), rpad(w, (x % 9).cast::<Integer>().assume::<Integer>(), ' ');
    repeated(w: Words, x: Int) -> Words, short(w * 3), repeat(w, (x % 4).cast::<Integer>().assume::<Integer>());
    second_part(w: Words) -> Words, w, split_part(w, 'b', 2);
    joined(v: Words, w: Words) -> Words, short(v + w + 1), concat_ws("-", (v, w));
    in_hex(x: Int) -> Words, 16, to_hex(x);
    of_code(x: Int) -> Wide, 1, chr(x);
    wide_turned(w: Wide) -> Wide, w, reverse(replace(w, "\u{301}", "!"));
    wide_filled(w: Wide) -> Wide, w.max(5), rpad(w, 5, 'ß');
    day_as_text(d: Day) -> Words, 10,
        format_date(d, [DatePart::Day, ".".into(), DatePart::Month, ".".into(), DatePart::Year]);
    moment_as_text(m: Moment) -> Words, 14,
        format_date(m, [DatePart::Hour, DatePart::Minute, DatePart::Second, " ".into(), DatePart::DayOfYear]);
    json_number_of(x: Int) -> Int, x, json_integer(json_object(vec![("k", x)]), "k");
    json_truth_of(c: Truth) -> Truth, 1, json_boolean(json_array((c, 1)), 0);
    json_kind(c: Truth) -> Words, 7, json_type(json_array((c, 1)), 0);

    month_end(d: Day) -> Day, 1, last_day(d);
    date_of_moment(m: Moment) -> Day, 1, date_of(m);
    made_day(x: Int, y: Int) -> Day, 1, make_date(x % 50 + 2000, y % 14, 30);
    weeks_later(d: Day, x: Int) -> Day, 1, shift(d, (x % 9).assume::<BigInt>(), DateUnit::Week);
    year_start(d: Day) -> Day, 1, truncate(DateUnit::Year, d);
    later_day(d: Day, e: Day) -> Day, 1, greatest(d, e);
    minutes_later(m: Moment) -> Moment, 1, shift(m, 90, DateUnit::Minute);
    years_earlier(m: Moment) -> Moment, 1, shift(m, -1, DateUnit::Year);
    day_start(m: Moment) -> Moment, 1, truncate(DateUnit::Day, m);
    quarter(d: Day) -> Int, 4, extract(DateField::Quarter, d);
    days_from(d: Day, e: Day) -> Int, 100_000, days_between(d, e);
    months_from(d: Day, m: Moment) -> Int, 2_000, months_between(d, m.cast::<Date>());
    seconds_from(m: Moment, o: Moment) -> Int, EXTREME, seconds_between(m, o);

    // To MySQL -0 is another value than 0 where rows are to be distinct.
    floor_of(x: Real) -> Real, x.saturating_add(1), floor(x);
    ceil_of(x: Real) -> Real, x.saturating_add(1), ceil(x) + 0.0;
    trunc_of(x: Real) -> Real, x, trunc(x) + 0.0;
    round_of(x: Real) -> Real, x.saturating_add(1), round(x) + 0.0;
    root_of(x: Real) -> Real, x, sqrt(abs(x));
    power_of(x: Real) -> Real, if x > 1_000 { TOO_LARGE } else { x * x }, power(x, 2);
    real_greatest(x: Real, y: Real) -> Real, x.max(y), greatest(x, y);

    between_either_way(x: Int, y: Int, z: Int) -> Truth, 1, between_symmetric(x, y, z);
    bits_and(x: Int, y: Int) -> Int, exact(x.max(y).saturating_mul(2)), bits(x, BinaryOp::BitAnd, y);
    bits_or(x: Int, y: Int) -> Int, exact(x.max(y).saturating_mul(2)), bits(x, BinaryOp::BitOr, y);
    bits_xor(x: Int, y: Int) -> Int, exact(x.max(y).saturating_mul(2)), bits(x, BinaryOp::BitXor, y);
    bits_shifted(x: Int) -> Int, exact(x.saturating_mul(8)),
        bits(x, BinaryOp::ShiftLeft, literal::<BigInt>(3).nullable());
    bits_not(x: Int) -> Int, exact(x.saturating_add(1)), bit_not(x);
    sensitive(w: Words) -> Truth, 1, like_sensitive(w, "%B_%");
    rows_equal(x: Int, y: Int, d: Day, e: Day) -> Truth, 1, rows([x.any(), d.any()], BinaryOp::Eq, [y.any(), e.any()]);
    rows_less(x: Int, y: Int, d: Int, e: Int) -> Truth, 1, rows([x.any(), d.any()], BinaryOp::Lt, [y.any(), e.any()]);
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a date")
}

fn between_symmetric(x: Expr<Int>, low: Expr<Int>, high: Expr<Int>) -> Condition {
    Expr::from_ast(ast::Expr::Between(Box::new(ast::Between {
        operand: x.into_ast().into(),
        low: low.into_ast().into(),
        high: high.into_ast().into(),
        negated: false,
        symmetric: true,
    })))
}

fn rows(left: [Expr<Any>; 2], op: BinaryOp, right: [Expr<Any>; 2]) -> Condition {
    let row = |exprs: [Expr<Any>; 2]| ast::Expr::Row(exprs.map(Expr::into_ast).into());
    Expr::from_ast(ast::Expr::binary(row(left), op, row(right)))
}

fn bits(x: Expr<Int>, op: BinaryOp, y: Expr<Int>) -> Expr<Int> {
    Expr::from_ast(ast::Expr::binary(x.into_ast(), op, y.into_ast()))
}

fn bit_not(x: Expr<Int>) -> Expr<Int> {
    Expr::from_ast(ast::Expr::Unary { op: UnaryOp::BitNot, operand: x.into_ast().into() })
}

fn like_sensitive(text: Expr<Words>, pattern: &str) -> Condition {
    Expr::from_ast(ast::Expr::Like(Box::new(ast::Like {
        operand: text.into_ast().into(),
        pattern: ast::Expr::bind(pattern).into(),
        escape: None,
        case: LetterCase::Sensitive,
        negated: false,
    })))
}
