//! The questions, as functions that return queries. A query is a value: nothing is sent or even
//! rendered before it is executed, so any of them may be taken as a part of another.

use std::ops::Range;

use aludel::prelude::*;

use crate::schema::*;

/// The type of most names in the store.
type Name = Nullable<VarChar<120>>;

/// Money in whole cents: SQLite adds prices up as floating-point numbers, which leaves a rest.
///
/// A function that the crate has no word for is called by its name. The `2` is a constant of the
/// program, so it is written into the text; a value would become a parameter.
fn cents<T: SqlType>(money: impl Expression<Sql = T>) -> Expr<T> {
    function("ROUND", (money.into_expr().any(), literal::<Integer>(2)))
}

/// What a user may fill in to find tracks. What is left out does not restrict.
#[derive(Default)]
pub struct TrackFilter<'a> {
    pub name: Option<&'a str>,
    pub genres: Option<&'a [i32]>,
    pub has_composer: Option<bool>,
    pub milliseconds: Option<(i32, i32)>,
    pub max_price: Option<f64>,
    /// Parts of the artist's name and of the album's title, either of which is enough.
    pub artist_or_album: Option<(&'a str, &'a str)>,
    pub order: TrackOrder,
}

#[derive(Clone, Copy, Default)]
pub enum TrackOrder {
    #[default]
    Id,
    NameDescending,
    Artist,
}

pub type FoundTrack = (Integer, VarChar<200>, Name, Name, Integer);

/// The tracks that pass a filter, in its order.
pub fn search(filter: &TrackFilter<'_>) -> Select<FoundTrack> {
    let composer = |known| match known {
        true => tracks::composer.is_not_null(),
        false => tracks::composer.is_null(),
    };
    let either = |(artist, album)| artists::name.icontains(artist) | albums::title.icontains(album);
    let order = match filter.order {
        TrackOrder::Id => vec![],
        TrackOrder::NameDescending => vec![tracks::name.desc()],
        TrackOrder::Artist => vec![artists::name.asc(), tracks::name.asc()],
    };
    select((
        tracks::id,
        tracks::name,
        artists::name.label("Artist"),
        genres::name.label("Genre"),
        tracks::milliseconds,
    ))
    .from(tracks::table)
    .join(albums::table, albums::id.eq(tracks::album))
    .join(artists::table, artists::id.eq(albums::artist))
    .join(genres::table, genres::id.eq(tracks::genre))
    .filter_opt(filter.name.map(|part| tracks::name.icontains(part)))
    .filter_opt(filter.genres.map(|ids| tracks::genre.in_(ids)))
    .filter_opt(filter.has_composer.map(composer))
    .filter_opt(filter.milliseconds.map(|(from, to)| tracks::milliseconds.between(from, to)))
    .filter_opt(filter.max_price.map(|price| tracks::price.le(price)))
    .filter_opt(filter.artist_or_album.map(either))
    .order_by((order, tracks::id.asc()))
}

/// One page of a query, counted from 1.
pub fn page<R>(query: Select<R>, page: u64, rows: u64) -> Select<R> {
    query.limit(rows).offset(page.saturating_sub(1) * rows)
}

/// How many rows a query has: the same query of another select list.
pub fn total<R>(query: Select<R>) -> Select<BigInt> {
    query.unordered().select(count_star())
}

/// Revenue by country, with a column for each year. Which years is known at run time only, and so
/// is the width of a row: a `Vec<Value>`.
pub fn revenue_by_country(years: Range<i32>) -> Select<DynamicRow> {
    let total = || sum(invoices::total);
    let of_year = |year: i32| {
        let in_year = extract(DateField::Year, invoices::date).eq(year);
        cents(coalesce(total().filter(in_year), 0)).any().label(format!("Y{year}"))
    };
    let mut columns = vec![invoices::country.any().label("Country")];
    columns.extend(years.map(of_year));
    columns.push(count_distinct(invoices::customer).any().label("Customers"));
    columns.push(cents(total()).any().label("Revenue"));
    select_dyn(columns)
        .from(invoices::table)
        .group_by(invoices::country)
        .having(total().gt(20))
        .order_by((cents(total()).desc(), invoices::country.asc()))
}

pub type TopCustomer =
    (Integer, Text, Nullable<VarChar<40>>, BigInt, Nullable<Decimal>, Nullable<VarChar<20>>);

/// Customers who spent the most, and who looks after them. Not everyone has somebody: behind a LEFT
/// JOIN every column is nullable, which `.outer()` says, so the representative is an `Option`.
pub fn top_customers(least: i32) -> Select<TopCustomer> {
    let rep = employees::table.outer();
    select((
        customers::id,
        concat((customers::first_name, " ", customers::last_name)).label("Customer"),
        customers::country,
        count_star().label("Invoices"),
        cents(sum(invoices::total)).label("Spent"),
        rep.last_name.label("Rep"),
    ))
    .from(customers::table)
    .join(invoices::table, invoices::customer.eq(customers::id))
    .left_join(rep, rep.id.eq(customers::support_rep))
    .group_by((
        customers::id,
        customers::first_name,
        customers::last_name,
        customers::country,
        rep.last_name,
    ))
    .having(sum(invoices::total).ge(least))
    .order_by((cents(sum(invoices::total)).desc(), customers::id.asc()))
}

/// Artists of whom the store has no album: a correlated subquery.
pub fn artists_without_albums() -> Select<(Integer, Name)> {
    let albums = select(albums::id).from(albums::table).filter(albums::artist.eq(artists::id));
    select((artists::id, artists::name))
        .from(artists::table)
        .filter(not_exists(albums))
        .order_by((artists::name, artists::id))
}

/// A new customer; the server makes the key.
pub fn new_customer(first: &str, last: &str, email: &str, rep: i32) -> Returning<Integer> {
    insert_into(customers::table)
        .set(customers::first_name, first)
        .set(customers::last_name, last)
        .set(customers::email, email)
        .set(customers::support_rep, rep)
        .returning(customers::id)
}

pub type Newcomer = (Integer, VarChar<40>, VarChar<20>, Nullable<VarChar<40>>);

/// Customers who have not bought anything yet: a join that finds nothing.
pub fn customers_without_invoices() -> Select<Newcomer> {
    let invoice = invoices::table.outer();
    select((customers::id, customers::first_name, customers::last_name, customers::country))
        .from(customers::table)
        .left_join(invoice, invoice.customer.eq(customers::id))
        .filter(invoice.id.is_null())
        .order_by(customers::id)
}

pub type Prices = (BigInt, Nullable<Decimal<10, 2>>, Nullable<Decimal<10, 2>>, Nullable<Decimal>);

/// What a genre's tracks cost.
pub fn prices(genre: &str) -> Select<Prices> {
    select((
        count_star().label("Tracks"),
        min(tracks::price).label("Low"),
        max(tracks::price).label("High"),
        cents(sum(tracks::price)).label("Sum"),
    ))
    .from(tracks::table)
    .join(genres::table, genres::id.eq(tracks::genre))
    .filter(genres::name.eq(genre))
}

/// A genre's tracks made dearer. A query of one value is an operand like any other.
pub fn raise_prices(genre: &str, percent: i32) -> Update {
    let genre = select(genres::id).from(genres::table).filter(genres::name.eq(genre));
    update(tracks::table)
        .set(tracks::price, cents(tracks::price * (100 + percent) / 100))
        .filter(tracks::genre.eq(genre))
}

pub type BestSeller = (Name, Name, Nullable<BigInt>, Nullable<BigInt>);

/// The artist who sold the most of each genre that sold well. Windows are computed after grouping,
/// so they rank sums; WHERE comes before both, so it is asked of a derived table.
pub fn best_sellers(least: i32) -> Select<BestSeller> {
    let units = sum(invoice_lines::quantity);
    let of_genre = window().partition_by(genres::id);
    let place = of_genre.clone().order_by((units.clone().desc(), artists::name.asc()));
    let ranked = select((
        genres::name.label("Genre"),
        artists::name.label("Artist"),
        units.clone().label("Units"),
        sum(units).over(of_genre).label("GenreUnits"),
        row_number().over(place).label("Place"),
    ))
    .from(invoice_lines::table)
    .join(tracks::table, tracks::id.eq(invoice_lines::track))
    .join(genres::table, genres::id.eq(tracks::genre))
    .join(albums::table, albums::id.eq(tracks::album))
    .join(artists::table, artists::id.eq(albums::artist))
    .group_by((genres::id, genres::name, artists::id, artists::name))
    .alias("Ranked");

    let genre = ranked.column::<Name>("Genre");
    let artist = ranked.column::<Name>("Artist");
    let units = ranked.column::<Nullable<BigInt>>("Units");
    let genre_units = ranked.column::<Nullable<BigInt>>("GenreUnits");
    let place = ranked.column::<BigInt>("Place");
    select((genre.clone(), artist, units, genre_units.clone()))
        .from(ranked)
        .filter(place.eq(1).and(genre_units.clone().ge(least)))
        .order_by((genre_units.desc(), genre.asc()))
}

pub type MonthlyRevenue = (DateTime, BigInt, Nullable<Decimal>, Nullable<Decimal>);

/// Revenue month by month, and what it has come to since the start.
pub fn running_revenue(from: &str, to: &str) -> Select<MonthlyRevenue> {
    let month = truncate(DateUnit::Month, invoices::date);
    let monthly = cte(
        "Monthly",
        select((
            month.clone().label("Month"),
            count_star().label("Invoices"),
            sum(invoices::total).label("Revenue"),
        ))
        .from(invoices::table)
        .filter(invoices::date.ge(DateTime::from(from)))
        .filter(invoices::date.lt(DateTime::from(to)))
        .group_by(month),
    );
    let month = monthly.column::<DateTime>("Month");
    let revenue = monthly.column::<Nullable<Decimal>>("Revenue");
    let so_far = window()
        .order_by(month.clone())
        .rows_between(Bound::unbounded_preceding(), Bound::current_row());
    select((
        month.clone(),
        monthly.column::<BigInt>("Invoices"),
        cents(revenue.clone()).label("Revenue"),
        cents(sum(revenue).over(so_far)).label("Running"),
    ))
    .from(&monthly)
    .order_by(month)
    .with(monthly)
}

pub type StaffMember =
    (Integer, Text, Nullable<VarChar<30>>, Nullable<VarChar<20>>, Nullable<BigInt>);

/// Employees, their managers and how many customers they look after: the table joined to itself
/// under an alias, and a scalar subquery.
pub fn staff() -> Select<StaffMember> {
    let manager = employees::alias("Manager").outer();
    let customers = select(count_star())
        .from(customers::table)
        .filter(customers::support_rep.eq(employees::id));
    select((
        employees::id,
        concat((employees::first_name, " ", employees::last_name)).label("Employee"),
        employees::title,
        manager.last_name.label("Manager"),
        customers.into_expr().label("Customers"),
    ))
    .from(employees::table)
    .left_join(manager, manager.id.eq(employees::reports_to))
    .order_by(employees::id)
}

type Path = VarChar<200>;

/// The same people as a tree, by a CTE that reads itself. Its rows are typed by its first member, so
/// paths are cast there to a type that has room for the longest.
pub fn staff_tree() -> Select<(Integer, Integer, Path)> {
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

/// Playlists that hold a track of that name, and how many they hold: IN with a query, twice, and a
/// scalar subquery.
pub fn playlists_with(track: &str) -> Select<(Integer, Name, Nullable<BigInt>)> {
    let wanted = select(tracks::id).from(tracks::table).filter(tracks::name.eq(track));
    let holding = select(playlist_tracks::playlist)
        .from(playlist_tracks::table)
        .filter(playlist_tracks::track.in_(wanted));
    let count = select(count_star())
        .from(playlist_tracks::table)
        .filter(playlist_tracks::playlist.eq(playlists::id));
    select((playlists::id, playlists::name, count.into_expr().label("Tracks")))
        .from(playlists::table)
        .filter(playlists::id.in_(holding))
        .order_by(playlists::id)
}

pub type SizedInvoice = (Integer, DateTime, BigInt, Decimal<10, 2>);

/// Invoices worth a look, as they are long or dear. One that is both comes once.
pub fn long_or_dear(from: &str, to: &str) -> Compound<SizedInvoice> {
    let sized = cte(
        "Sized",
        select((invoices::id, invoices::date, count_star().label("Lines"), invoices::total))
            .from(invoices::table)
            .join(invoice_lines::table, invoice_lines::invoice.eq(invoices::id))
            .filter(invoices::date.ge(DateTime::from(from)))
            .filter(invoices::date.lt(DateTime::from(to)))
            .group_by((invoices::id, invoices::date, invoices::total)),
    );
    let lines = sized.column::<BigInt>("Lines");
    let total = sized.get(invoices::total);
    let all =
        select((sized.get(invoices::id), sized.get(invoices::date), lines.clone(), total.clone()))
            .from(&sized);
    let long = all.clone().filter(lines.ge(14));
    let dear = all.filter(total.gt(10));
    long.union(dear).order_by(invoices::id).with(sized)
}

/// A track played by a customer.
#[derive(Clone, Copy)]
pub struct Played {
    pub customer: i32,
    pub track: i32,
    pub times: i32,
    pub last: &'static str,
}

/// Plays added to those counted before, the later time kept: an upsert of many rows.
pub fn count_plays(plays: &[Played]) -> Insert<(Integer, Integer, Integer, DateTime)> {
    let (last, new) = (play_counts::last_played, excluded(play_counts::last_played));
    let latest = case::<DateTime>().when(new.clone().gt(last), new).otherwise(last);
    let times = play_counts::plays + excluded(play_counts::plays);
    insert_into(play_counts::table)
        .columns((
            play_counts::customer,
            play_counts::track,
            play_counts::plays,
            play_counts::last_played,
        ))
        .rows(plays.iter().map(|p| (p.customer, p.track, p.times, DateTime::from(p.last))))
        .on_conflict((play_counts::customer, play_counts::track))
        .do_update((play_counts::plays.set(times), play_counts::last_played.set(latest)))
}

/// What has been counted so far.
pub fn play_counts() -> Select<(Integer, Integer, Integer, DateTime)> {
    select(play_counts::all)
        .from(play_counts::table)
        .order_by((play_counts::customer, play_counts::track))
}

/// Playlists without a track, gone; the rows are what was deleted.
pub fn delete_empty_playlists() -> Returning<(Integer, Name)> {
    let entries = select(playlist_tracks::track)
        .from(playlist_tracks::table)
        .filter(playlist_tracks::playlist.eq(playlists::id));
    delete(playlists::table).filter(not_exists(entries)).returning((playlists::id, playlists::name))
}
