//! The tables of the store that the tasks are about.

use aludel::prelude::*;

pub type Name = Nullable<VarChar<120>>;
pub type Price = Decimal<10, 2>;

table! {
    pub artists as "Artist" {
        id as "ArtistId": Integer [primary_key],
        name as "Name": Name,
    }
    pub albums as "Album" {
        id as "AlbumId": Integer [primary_key],
        title as "Title": VarChar<160>,
        artist as "ArtistId": Integer [references("Artist", "ArtistId"), index],
    }
    pub genres as "Genre" {
        id as "GenreId": Integer [primary_key],
        name as "Name": Name,
    }
    pub media_types as "MediaType" {
        id as "MediaTypeId": Integer [primary_key],
        name as "Name": Name,
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
        price as "UnitPrice": Price,
    }
    pub employees as "Employee" {
        id as "EmployeeId": Integer [primary_key],
        last_name as "LastName": VarChar<20>,
        first_name as "FirstName": VarChar<20>,
        title as "Title": Nullable<VarChar<30>>,
        reports_to as "ReportsTo": Nullable<Integer> [references("Employee", "EmployeeId"), index],
        birth_date as "BirthDate": Nullable<Timestamp>,
        hire_date as "HireDate": Nullable<Timestamp>,
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
        id as "CustomerId": Integer [primary_key],
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
        date as "InvoiceDate": Timestamp,
        address as "BillingAddress": Nullable<VarChar<70>>,
        city as "BillingCity": Nullable<VarChar<40>>,
        state as "BillingState": Nullable<VarChar<40>>,
        country as "BillingCountry": Nullable<VarChar<40>>,
        postal_code as "BillingPostalCode": Nullable<VarChar<10>>,
        total as "Total": Price,
    }
    pub invoice_lines as "InvoiceLine" {
        id as "InvoiceLineId": Integer [primary_key],
        invoice as "InvoiceId": Integer [references("Invoice", "InvoiceId"), index],
        track as "TrackId": Integer [references("Track", "TrackId"), index],
        price as "UnitPrice": Price,
        quantity as "Quantity": Integer,
    }
    pub customer_notes as "CustomerNote" {
        id as "NoteId": Integer [primary_key, auto_increment],
        customer as "CustomerId": Integer [references("Customer", "CustomerId")],
        body as "Body": Text,
        rating as "Rating": Nullable<Integer>,
        created as "CreatedAt": Timestamp,
        deleted as "DeletedAt": Nullable<Timestamp>,
        version as "Version": Integer [default("1")],
    }
    pub play_counts as "PlayCount" {
        customer as "CustomerId": Integer [primary_key],
        track as "TrackId": Integer [primary_key],
        plays as "Plays": Integer,
        last_played as "LastPlayedAt": Timestamp,
    }
}
