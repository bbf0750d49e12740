//! The tasks that ask.

use aludel::prelude::*;

use super::schema::*;
use super::time;

type Sum = Nullable<Decimal>;

/// c01: revenue by billing country in 2023.
pub fn revenue_by_country() -> Select<(Nullable<VarChar<40>>, BigInt, BigInt, Sum, Sum)> {
    let revenue = sum(invoices::total);
    select((
        invoices::country,
        count_star().label("Invoices"),
        count_distinct(invoices::customer).label("Customers"),
        revenue.clone().label("Revenue"),
        avg(invoices::total).label("AvgTotal"),
    ))
    .from(invoices::table)
    .filter(invoices::date.ge(time("2023-01-01 00:00:00")))
    .filter(invoices::date.lt(time("2024-01-01 00:00:00")))
    .group_by(invoices::country)
    .having(revenue.clone().gt(20))
    .order_by((revenue.desc(), invoices::country.asc()))
    .limit(8)
}

/// c05: the three tracks sold most of each genre that sold well.
pub fn top_tracks_per_genre() -> Select<(Name, BigInt, Integer, VarChar<200>, Nullable<BigInt>)> {
    let units = sum(invoice_lines::quantity);
    let sold_well = select(tracks::genre)
        .from(invoice_lines::table)
        .join(tracks::table, tracks::id.eq(invoice_lines::track))
        .group_by(tracks::genre)
        .having(units.clone().ge(50));
    let place = window().partition_by(genres::id).order_by((units.clone().desc(), tracks::id));
    let sold = select((
        genres::name.label("Genre"),
        tracks::id,
        tracks::name,
        units.label("Units"),
        row_number().over(place).label("Position"),
    ))
    .from(invoice_lines::table)
    .join(tracks::table, tracks::id.eq(invoice_lines::track))
    .join(genres::table, genres::id.eq(tracks::genre))
    .filter(genres::id.in_(sold_well))
    .group_by((genres::id, genres::name, tracks::id, tracks::name))
    .alias("Sold");

    let genre = sold.column::<Name>("Genre");
    let position = sold.column::<BigInt>("Position");
    let units = sold.column::<Nullable<BigInt>>("Units");
    let track = (sold.get(tracks::id), sold.get(tracks::name));
    select((genre.clone(), position.clone(), track.0, track.1, units))
        .from(sold)
        .filter(position.clone().le(3))
        .order_by((genre, position))
}

type Path = VarChar<200>;

/// c07: the employees as a tree.
pub fn employee_tree() -> Select<(Integer, Integer, Path)> {
    let tree = cte_recursive("Tree", |tree| {
        let depth = tree.column::<Integer>("Depth");
        let path = concat((tree.column::<Path>("Path"), " > ", employees::last_name));
        let top = select((
            employees::id,
            literal::<Integer>(0).label("Depth"),
            employees::last_name.cast::<Path>().label("Path"),
        ))
        .from(employees::table)
        .filter(employees::reports_to.is_null());
        let below = select((employees::id, depth + 1, path.cast::<Path>()))
            .from(employees::table)
            .join(tree, employees::reports_to.eq(tree.get(employees::id)));
        top.union_all(below)
    });
    let path = tree.column::<Path>("Path");
    select((tree.get(employees::id), tree.column::<Integer>("Depth"), path.clone()))
        .from(&tree)
        .order_by(path)
        .with(tree)
}

/// c09: what each of three customers has spent so far.
pub fn running_totals() -> Select<(Integer, Integer, Timestamp, Price, Sum)> {
    let so_far = window()
        .partition_by(invoices::customer)
        .order_by((invoices::date, invoices::id))
        .rows_between(Bound::unbounded_preceding(), Bound::current_row());
    select((
        invoices::customer,
        invoices::id,
        invoices::date,
        invoices::total,
        sum(invoices::total).over(so_far).label("Running"),
    ))
    .from(invoices::table)
    .filter(invoices::customer.in_([1, 2, 3]))
    .order_by((invoices::customer, invoices::date, invoices::id))
}

/// c11: albums and how many tracks they have, of the artists of an initial who made several.
pub fn albums_of_artists(initial: char) -> Select<(Integer, Name, Integer, VarChar<160>, BigInt)> {
    let (track, other) = (tracks::table.outer(), albums::alias("Other"));
    let made_several =
        select(other.artist).from(other).group_by(other.artist).having(count_star().ge(2));
    select((artists::id, artists::name, albums::id, albums::title, count(track.id)))
        .from(artists::table)
        .join(albums::table, albums::artist.eq(artists::id))
        .left_join(track, track.album.eq(albums::id))
        .filter(artists::name.starts_with(initial))
        .filter(artists::id.in_(made_several))
        .group_by((artists::id, artists::name, albums::id, albums::title))
        .order_by((artists::id, albums::id))
}

/// c13: customers who never bought a genre.
pub fn never_bought(genre: &str) -> Select<(Integer, Text, BigInt, Nullable<Text>)> {
    let (invoice, rep) = (invoices::table.outer(), employees::table.outer());
    let bought = invoices::alias("Bought");
    let of_genre = select(bought.id)
        .from(bought)
        .join(invoice_lines::table, invoice_lines::invoice.eq(bought.id))
        .join(tracks::table, tracks::id.eq(invoice_lines::track))
        .join(genres::table, genres::id.eq(tracks::genre))
        .filter(bought.customer.eq(customers::id))
        .filter(genres::name.eq(genre));
    select((
        customers::id,
        concat((customers::first_name, " ", customers::last_name)).label("Name"),
        count(invoice.id).label("Invoices"),
        concat((rep.first_name, " ", rep.last_name)).label("Rep"),
    ))
    .from(customers::table)
    .left_join(invoice, invoice.customer.eq(customers::id))
    .left_join(rep, rep.id.eq(customers::support_rep))
    .filter(not_exists(of_genre))
    .group_by((
        customers::id,
        customers::first_name,
        customers::last_name,
        rep.first_name,
        rep.last_name,
    ))
    .order_by((count(invoice.id).desc(), customers::id.asc()))
}

/// c15: revenue by media type, a column for each year.
pub fn revenue_by_media_type() -> Select<(Name, Sum, Sum, Sum, Sum, Sum, Sum)> {
    let revenue = || invoice_lines::price * invoice_lines::quantity;
    let of_year = |year: i32| {
        let in_year = extract(DateField::Year, invoices::date).eq(year);
        sum(case::<Decimal>().when(in_year, revenue()).otherwise(0)).label(format!("Y{year}"))
    };
    select((
        media_types::name,
        of_year(2021),
        of_year(2022),
        of_year(2023),
        of_year(2024),
        of_year(2025),
        sum(revenue()).label("Total"),
    ))
    .from(invoice_lines::table)
    .join(invoices::table, invoices::id.eq(invoice_lines::invoice))
    .join(tracks::table, tracks::id.eq(invoice_lines::track))
    .join(media_types::table, media_types::id.eq(tracks::media_type))
    .group_by((media_types::id, media_types::name))
    .order_by(sum(revenue()).desc())
}

/// c25: a word in the names of everything, the best matches first.
pub fn search_everywhere(word: &str) -> Compound<(Text, Integer, Name, Integer)> {
    let found = |kind: &'static str, id: Column<Integer>, name: Expr<Name>| {
        let score = case::<Integer>()
            .when(lower(name.clone()).eq(word.to_lowercase()), literal::<Integer>(0))
            .when(name.clone().istarts_with(word), literal::<Integer>(1))
            .otherwise(literal::<Integer>(2));
        select((
            literal::<Text>(kind).label("Kind"),
            id.label("Id"),
            name.clone().label("Label"),
            score.label("Score"),
        ))
        .filter(name.icontains(word))
    };
    let artist = found("artist", artists::id, artists::name.expr()).from(artists::table);
    let album = found("album", albums::id, albums::title.assume()).from(albums::table);
    let track = found("track", tracks::id, tracks::name.assume()).from(tracks::table);
    let genre = found("genre", genres::id, genres::name.expr()).from(genres::table);
    artist
        .union_all(album)
        .union_all(track)
        .union_all(genre)
        .order_by((
            column::<Integer>("Score"),
            column::<Text>("Kind"),
            column::<Name>("Label"),
            column::<Integer>("Id"),
        ))
        .limit(25)
}

type ListedInvoice = (
    Integer,
    Timestamp,
    Text,
    Nullable<VarChar<20>>,
    Nullable<VarChar<20>>,
    Nullable<BigInt>,
    Price,
);

/// c27: invoices of some countries and months, with who looks after the customer.
pub fn invoice_list() -> Select<ListedInvoice> {
    let rep = employees::alias("Rep").outer();
    let manager = employees::alias("Manager").outer();
    let lines = select(count_star())
        .from(invoice_lines::table)
        .filter(invoice_lines::invoice.eq(invoices::id));
    select((
        invoices::id,
        invoices::date,
        concat((customers::last_name, ", ", customers::first_name)).label("Customer"),
        rep.last_name.label("Rep"),
        manager.last_name.label("Manager"),
        lines.into_expr().label("Lines"),
        invoices::total,
    ))
    .from(invoices::table)
    .join(customers::table, customers::id.eq(invoices::customer))
    .left_join(rep, rep.id.eq(customers::support_rep))
    .left_join(manager, manager.id.eq(rep.reports_to))
    .filter(invoices::date.ge(time("2025-03-01 00:00:00")))
    .filter(invoices::date.lt(time("2025-08-01 00:00:00")))
    .filter(invoices::country.in_(["Germany", "France", "USA", "United Kingdom"]))
    .order_by((invoices::date.desc(), invoices::id.desc()))
    .limit(10)
}

type Bucket =
    (Integer, BigInt, Nullable<Integer>, Nullable<Integer>, Nullable<Double>, Nullable<Double>);

/// c29: tracks by whole minutes of length, and what share of all they are so far.
pub fn lengths() -> Select<Bucket> {
    let minutes = tracks::milliseconds / literal::<Integer>(60_000);
    let ten = literal::<Integer>(10);
    let bucket = case::<Integer>().when(minutes.clone().ge(ten.clone()), ten).otherwise(minutes);
    let sized =
        select((bucket.label("Bucket"), tracks::milliseconds)).from(tracks::table).alias("Sized");
    let all = select(count_star()).from(tracks::table);
    let bucket = sized.column::<Integer>("Bucket");
    let length = sized.get(tracks::milliseconds);
    let so_far = sum(count_star().expr()).over(window().order_by(bucket.clone()));
    select((
        bucket.clone(),
        count_star().label("Tracks"),
        min(length.clone()).label("Shortest"),
        max(length.clone()).label("Longest"),
        avg(length).label("Average"),
        (so_far.cast::<Double>() / all.into_expr()).label("CumShare"),
    ))
    .from(sized)
    .group_by(bucket.clone())
    .order_by(bucket)
}
