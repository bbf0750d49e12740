//! The store's tables. A name behind `as` is the one in the database.

use aludel::ast::TableDef;
use aludel::prelude::*;

// Money is `Decimal`: exact on every server that has decimals. SQLite has none and keeps a price as
// a floating-point number, so sums are rounded where they are asked for. Rows yield a decimal as its
// text; with the crate's feature `decimal` it would be a `rust_decimal::Decimal`.

table! {
    pub artists as "Artist" {
        id as "ArtistId": Integer [primary_key],
        name as "Name": Nullable<VarChar<120>>,
    }

    pub albums as "Album" {
        id as "AlbumId": Integer [primary_key],
        title as "Title": VarChar<160>,
        artist as "ArtistId": Integer [references("Artist", "ArtistId"), index],
    }

    pub genres as "Genre" {
        id as "GenreId": Integer [primary_key],
        name as "Name": Nullable<VarChar<120>>,
    }

    pub media_types as "MediaType" {
        id as "MediaTypeId": Integer [primary_key],
        name as "Name": Nullable<VarChar<120>>,
    }

    pub tracks as "Track" {
        id as "TrackId": Integer [primary_key],
        name as "Name": VarChar<200>,
        album as "AlbumId": Nullable<Integer> [references("Album", "AlbumId"), index],
        media_type as "MediaTypeId": Integer [references("MediaType", "MediaTypeId"), index],
        genre as "GenreId": Nullable<Integer> [references("Genre", "GenreId"), index],
        composer as "Composer": Nullable<VarChar<220>>,
        milliseconds as "Milliseconds": Integer,
        bytes as "Bytes": Nullable<Integer>,
        price as "UnitPrice": Decimal<10, 2>,
    }

    pub playlists as "Playlist" {
        id as "PlaylistId": Integer [primary_key],
        name as "Name": Nullable<VarChar<120>>,
    }

    pub playlist_tracks as "PlaylistTrack" {
        playlist as "PlaylistId": Integer [primary_key, references("Playlist", "PlaylistId")],
        track as "TrackId": Integer [primary_key, references("Track", "TrackId"), index],
    }

    pub employees as "Employee" {
        id as "EmployeeId": Integer [primary_key],
        last_name as "LastName": VarChar<20>,
        first_name as "FirstName": VarChar<20>,
        title as "Title": Nullable<VarChar<30>>,
        reports_to as "ReportsTo": Nullable<Integer> [references("Employee", "EmployeeId"), index],
        birth_date as "BirthDate": Nullable<DateTime>,
        hire_date as "HireDate": Nullable<DateTime>,
        address as "Address": Nullable<VarChar<70>>,
        city as "City": Nullable<VarChar<40>>,
        state as "State": Nullable<VarChar<40>>,
        country as "Country": Nullable<VarChar<40>>,
        postal_code as "PostalCode": Nullable<VarChar<10>>,
        phone as "Phone": Nullable<VarChar<24>>,
        fax as "Fax": Nullable<VarChar<24>>,
        email as "Email": Nullable<VarChar<60>>,
    }

    pub customers as "Customer" {
        id as "CustomerId": Integer [primary_key, auto_increment],
        first_name as "FirstName": VarChar<40>,
        last_name as "LastName": VarChar<20>,
        company as "Company": Nullable<VarChar<80>>,
        address as "Address": Nullable<VarChar<70>>,
        city as "City": Nullable<VarChar<40>>,
        state as "State": Nullable<VarChar<40>>,
        country as "Country": Nullable<VarChar<40>>,
        postal_code as "PostalCode": Nullable<VarChar<10>>,
        phone as "Phone": Nullable<VarChar<24>>,
        fax as "Fax": Nullable<VarChar<24>>,
        email as "Email": VarChar<60>,
        support_rep as "SupportRepId": Nullable<Integer> [references("Employee", "EmployeeId"), index],
    }

    pub invoices as "Invoice" {
        id as "InvoiceId": Integer [primary_key],
        customer as "CustomerId": Integer [references("Customer", "CustomerId"), index],
        date as "InvoiceDate": DateTime,
        address as "BillingAddress": Nullable<VarChar<70>>,
        city as "BillingCity": Nullable<VarChar<40>>,
        state as "BillingState": Nullable<VarChar<40>>,
        country as "BillingCountry": Nullable<VarChar<40>>,
        postal_code as "BillingPostalCode": Nullable<VarChar<10>>,
        total as "Total": Decimal<10, 2>,
    }

    pub invoice_lines as "InvoiceLine" {
        id as "InvoiceLineId": Integer [primary_key],
        invoice as "InvoiceId": Integer [references("Invoice", "InvoiceId"), index],
        track as "TrackId": Integer [references("Track", "TrackId"), index],
        price as "UnitPrice": Decimal<10, 2>,
        quantity as "Quantity": Integer,
    }

    pub customer_notes as "CustomerNote" {
        id as "NoteId": Integer [primary_key, auto_increment],
        customer as "CustomerId": Integer [references("Customer", "CustomerId")],
        body as "Body": Text,
        rating as "Rating": Nullable<Integer>,
        created as "CreatedAt": DateTime,
        deleted as "DeletedAt": Nullable<DateTime>,
        version as "Version": Integer [default("1")],
    }

    pub play_counts as "PlayCount" {
        customer as "CustomerId": Integer [primary_key],
        track as "TrackId": Integer [primary_key],
        plays as "Plays": Integer,
        last_played as "LastPlayedAt": DateTime,
    }

    pub tags as "Tag" {
        id as "TagId": Integer [primary_key, auto_increment],
        name as "Name": VarChar<50> [unique],
    }

    pub invoice_archive as "InvoiceArchive" {
        id as "InvoiceId": Integer [primary_key],
        customer as "CustomerId": Integer,
        date as "InvoiceDate": DateTime,
        total as "Total": Decimal<10, 2>,
        lines as "LineCount": Integer,
    }
}

/// Every table, each after those that it refers to.
pub fn tables() -> [&'static TableDef; 15] {
    [
        artists::table.def(),
        albums::table.def(),
        genres::table.def(),
        media_types::table.def(),
        tracks::table.def(),
        playlists::table.def(),
        playlist_tracks::table.def(),
        employees::table.def(),
        customers::table.def(),
        invoices::table.def(),
        invoice_lines::table.def(),
        customer_notes::table.def(),
        play_counts::table.def(),
        tags::table.def(),
        invoice_archive::table.def(),
    ]
}

/// A date and time, as SQLite keeps it: `2024-12-31 23:59:59`.
///
/// The crate's own `Timestamp` comes with the feature `chrono`. This example does without, and shows
/// instead how a program makes a type of its own a SQL type.
#[derive(Clone, Debug, PartialEq)]
pub struct DateTime(pub String);

sql_type! {
    DateTime as Text, named "TIMESTAMP",
    encode: |time| time.0,
    decode: |text| Ok::<_, std::convert::Infallible>(DateTime(text)),
}

/// It has a year and a month: `extract` and `truncate` take it.
impl DateLike for DateTime {}

impl From<&str> for DateTime {
    fn from(text: &str) -> Self {
        DateTime(text.to_owned())
    }
}

impl From<DateTime> for Value {
    fn from(time: DateTime) -> Self {
        Value::Text(time.0)
    }
}
