//! The search for tracks: filters that may be missing, a choice of order, pages and a total.

use aludel::prelude::*;

use super::schema::*;

/// What is left out does not restrict.
#[derive(Default)]
pub struct Filter<'a> {
    pub name: Option<&'a str>,
    pub genres: Option<&'a [i32]>,
    pub has_composer: Option<bool>,
    pub milliseconds: Option<(i32, i32)>,
    pub max_price: Option<rust_decimal::Decimal>,
    /// Parts of the artist's name and of the album's title, either of which is enough.
    pub artist_or_album: Option<(&'a str, &'a str)>,
    pub order: Order,
}

#[derive(Clone, Copy, Default)]
pub enum Order {
    #[default]
    Id,
    NameDescending,
    LengthDescending,
    Artist,
}

pub type Found = (Integer, VarChar<200>, Name, Name, Integer);

pub fn search(filter: &Filter<'_>) -> Select<Found> {
    let composer = |known| match known {
        true => tracks::composer.is_not_null(),
        false => tracks::composer.is_null(),
    };
    let either = |(artist, album)| artists::name.icontains(artist) | albums::title.icontains(album);
    let order = match filter.order {
        Order::Id => vec![],
        Order::NameDescending => vec![tracks::name.desc()],
        Order::LengthDescending => vec![tracks::milliseconds.desc()],
        Order::Artist => vec![artists::name.asc(), tracks::name.asc()],
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

/// A page of twenty rows, counted from one.
pub fn page(query: Select<Found>, page: u64) -> Select<Found> {
    query.limit(20).offset((page - 1) * 20)
}

/// How many rows a query has.
pub fn total(query: Select<Found>) -> Select<BigInt> {
    query.unordered().select(count_star())
}
