//! The store's rows, compiled into the program from `data/*.tsv`, and the reader of those files.
//! It uses the standard library only; `data/README.md` describes the format.
//!
//! ```ignore
//! for row in data::ALBUM.rows() {
//!     let mut fields = row?.fields();
//!     let (id, title, artist): (i32, Cow<'static, str>, i32) = (fields.get()?, fields.get()?, fields.get()?);
//! }
//! ```

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::iter::{Enumerate, Skip, Zip};
use std::str::{FromStr, Lines, Split};

pub const ARTIST: Tsv = Tsv::new("Artist", include_str!("data/Artist.tsv"));
pub const ALBUM: Tsv = Tsv::new("Album", include_str!("data/Album.tsv"));
pub const GENRE: Tsv = Tsv::new("Genre", include_str!("data/Genre.tsv"));
pub const MEDIA_TYPE: Tsv = Tsv::new("MediaType", include_str!("data/MediaType.tsv"));
pub const TRACK: Tsv = Tsv::new("Track", include_str!("data/Track.tsv"));
pub const PLAYLIST: Tsv = Tsv::new("Playlist", include_str!("data/Playlist.tsv"));
pub const PLAYLIST_TRACK: Tsv = Tsv::new("PlaylistTrack", include_str!("data/PlaylistTrack.tsv"));
pub const EMPLOYEE: Tsv = Tsv::new("Employee", include_str!("data/Employee.tsv"));
pub const CUSTOMER: Tsv = Tsv::new("Customer", include_str!("data/Customer.tsv"));
pub const INVOICE: Tsv = Tsv::new("Invoice", include_str!("data/Invoice.tsv"));
pub const INVOICE_LINE: Tsv = Tsv::new("InvoiceLine", include_str!("data/InvoiceLine.tsv"));
pub const CUSTOMER_NOTE: Tsv = Tsv::new("CustomerNote", include_str!("data/CustomerNote.tsv"));
pub const PLAY_COUNT: Tsv = Tsv::new("PlayCount", include_str!("data/PlayCount.tsv"));
pub const TAG: Tsv = Tsv::new("Tag", include_str!("data/Tag.tsv"));
pub const INVOICE_ARCHIVE: Tsv =
    Tsv::new("InvoiceArchive", include_str!("data/InvoiceArchive.tsv"));

/// Every table, each after the tables it refers to, so that loading in this order breaks no foreign key.
pub const TABLES: [Tsv; 15] = [
    ARTIST,
    ALBUM,
    GENRE,
    MEDIA_TYPE,
    TRACK,
    PLAYLIST,
    PLAYLIST_TRACK,
    EMPLOYEE,
    CUSTOMER,
    INVOICE,
    INVOICE_LINE,
    CUSTOMER_NOTE,
    PLAY_COUNT,
    TAG,
    INVOICE_ARCHIVE,
];

/// One table as text: a line of column names, then a line for each row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tsv {
    name: &'static str,
    text: &'static str,
}

impl Tsv {
    pub const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text }
    }

    /// The table's name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The column names, in file order.
    pub fn header(&self) -> Split<'static, char> {
        self.text.lines().next().unwrap_or_default().split('\t')
    }

    /// The rows, in primary key order. Nothing is parsed before it is asked for.
    pub fn rows(&self) -> Rows {
        Rows {
            table: *self,
            width: self.header().count(),
            lines: self.text.lines().enumerate().skip(1),
        }
    }
}

/// Iterator over the rows of a [`Tsv`].
///
/// # Errors
/// A line with too many or too few fields is a [`TsvError::Width`].
#[derive(Clone, Debug)]
pub struct Rows {
    table: Tsv,
    width: usize,
    lines: Skip<Enumerate<Lines<'static>>>,
}

impl Iterator for Rows {
    type Item = Result<Row, TsvError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (index, text) = self.lines.next()?;
        let (table, line, expected) = (self.table, index + 1, self.width);
        let found = text.split('\t').count();
        if found == expected {
            Some(Ok(Row { table, line, text }))
        } else {
            Some(Err(TsvError::Width { table: table.name, line, expected, found }))
        }
    }
}

/// One line of a [`Tsv`], known to have a field for each column.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    table: Tsv,
    line: usize,
    text: &'static str,
}

impl Row {
    pub fn fields(&self) -> Fields {
        Fields { row: *self, named: self.table.header().zip(self.text.split('\t')) }
    }
}

/// A field's text, borrowed from the file unless it holds an escape; `None` is NULL.
pub type Field = Option<Cow<'static, str>>;

/// Iterator over the fields of a [`Row`]; [`get`](Fields::get) takes the next one as a Rust type.
///
/// # Errors
/// An escape that the format does not know is a [`TsvError::Escape`].
#[derive(Clone, Debug)]
pub struct Fields {
    row: Row,
    named: Zip<Split<'static, char>, Split<'static, char>>,
}

impl Fields {
    /// Takes the next field as a `T`: a number or text, or an `Option` of one for a nullable column.
    ///
    /// # Errors
    /// [`TsvError::Type`] for a field that is no `T`, [`TsvError::End`] after the last one,
    /// [`TsvError::Escape`] as in the iterator.
    pub fn get<T: FromField>(&mut self) -> Result<T, TsvError> {
        let (table, line) = (self.row.table.name, self.row.line);
        let (column, text) = self.named.next().ok_or(TsvError::End { table, line })?;
        let field = self.unescape(column, text)?;
        T::from_field(field).ok_or(TsvError::Type {
            table,
            line,
            column,
            expected: T::EXPECTED,
            found: text,
        })
    }

    fn unescape(&self, column: &'static str, text: &'static str) -> Result<Field, TsvError> {
        if text == r"\N" {
            return Ok(None);
        }
        let Some(first) = text.find('\\') else {
            return Ok(Some(Cow::Borrowed(text)));
        };
        let (clean, rest) = text.split_at(first);
        let mut out = String::with_capacity(text.len());
        out.push_str(clean);
        let mut chars = rest.chars();
        while let Some(char) = chars.next() {
            out.push(match char {
                '\\' => match chars.next() {
                    Some('\\') => '\\',
                    Some('t') => '\t',
                    Some('n') => '\n',
                    Some('r') => '\r',
                    found => {
                        let (table, line) = (self.row.table.name, self.row.line);
                        return Err(TsvError::Escape { table, line, column, found });
                    }
                },
                char => char,
            });
        }
        Ok(Some(Cow::Owned(out)))
    }
}

impl Iterator for Fields {
    type Item = Result<Field, TsvError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (column, text) = self.named.next()?;
        Some(self.unescape(column, text))
    }
}

/// A type that a field can be read as.
pub trait FromField: Sized {
    /// What a field must be, for the error: "an integer".
    const EXPECTED: &'static str;

    /// The value, or `None` if the field is none of this type.
    fn from_field(field: Field) -> Option<Self>;
}

impl FromField for i32 {
    const EXPECTED: &'static str = "a 32-bit integer";
    fn from_field(field: Field) -> Option<Self> {
        parse(field)
    }
}

impl FromField for i64 {
    const EXPECTED: &'static str = "a 64-bit integer";
    fn from_field(field: Field) -> Option<Self> {
        parse(field)
    }
}

impl FromField for f64 {
    const EXPECTED: &'static str = "a number";
    fn from_field(field: Field) -> Option<Self> {
        parse(field)
    }
}

impl FromField for Cow<'static, str> {
    const EXPECTED: &'static str = "text";
    fn from_field(field: Field) -> Option<Self> {
        field
    }
}

impl<T: FromField> FromField for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;
    fn from_field(field: Field) -> Option<Self> {
        match field {
            None => Some(None),
            some => T::from_field(some).map(Some),
        }
    }
}

fn parse<T: FromStr>(field: Field) -> Option<T> {
    field?.parse().ok()
}

/// Why a file could not be read. Lines count from 1, the header's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TsvError {
    /// A line has more or fewer fields than the header has columns.
    Width { table: &'static str, line: usize, expected: usize, found: usize },
    /// A backslash is followed by a character (or the field's end) that makes no escape.
    Escape { table: &'static str, line: usize, column: &'static str, found: Option<char> },
    /// A field is not of the type asked for; `found` is its text in the file.
    Type {
        table: &'static str,
        line: usize,
        column: &'static str,
        expected: &'static str,
        found: &'static str,
    },
    /// More fields were asked for than the row has.
    End { table: &'static str, line: usize },
}

impl fmt::Display for TsvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Width { table, line, expected, found } => {
                write!(
                    f,
                    "{table}.tsv line {line}: the header names {expected} columns, the row has {found} fields"
                )
            }
            Self::Escape { table, line, column, found: Some(char) } => {
                write!(
                    f,
                    "{table}.tsv line {line}, column {column}: a backslash before {char:?} means nothing"
                )
            }
            Self::Escape { table, line, column, found: None } => {
                write!(
                    f,
                    "{table}.tsv line {line}, column {column}: the field ends in a lone backslash"
                )
            }
            Self::Type { table, line, column, expected, found: r"\N" } => {
                write!(
                    f,
                    "{table}.tsv line {line}, column {column}: expected {expected}, found NULL"
                )
            }
            Self::Type { table, line, column, expected, found } => {
                write!(
                    f,
                    "{table}.tsv line {line}, column {column}: expected {expected}, found `{found}`"
                )
            }
            Self::End { table, line } => {
                write!(f, "{table}.tsv line {line}: more fields were asked for than the row has")
            }
        }
    }
}

impl Error for TsvError {}

#[cfg(test)]
mod tests {
    use super::*;

    type Outcome = Result<(), TsvError>;

    fn all(text: &'static str) -> Result<Vec<Vec<Field>>, TsvError> {
        Tsv::new("T", text).rows().map(|row| row?.fields().collect()).collect()
    }

    fn text(s: &'static str) -> Field {
        Some(Cow::Borrowed(s))
    }

    #[test]
    fn header_then_rows() -> Outcome {
        let t = Tsv::new("T", "a\tb\n1\tx\n2\ty\n");
        assert_eq!(t.name(), "T");
        assert_eq!(t.header().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(all(t.text)?, [[text("1"), text("x")], [text("2"), text("y")]]);
        Ok(())
    }

    #[test]
    fn only_a_header_is_no_rows() -> Outcome {
        assert!(all("a\tb\n")?.is_empty());
        assert!(all("a\tb")?.is_empty());
        assert!(all("")?.is_empty());
        Ok(())
    }

    #[test]
    fn last_newline_is_optional_and_crlf_is_one() -> Outcome {
        assert_eq!(all("a\tb\n1\tx")?, [[text("1"), text("x")]]);
        assert_eq!(all("a\tb\r\n1\tx\r\n")?, [[text("1"), text("x")]]);
        Ok(())
    }

    #[test]
    fn null_is_not_empty_nor_an_escaped_backslash() -> Outcome {
        assert_eq!(all("a\tb\tc\n\\N\t\t\\\\N\n")?, [[None, text(""), text(r"\N")]]);
        Ok(())
    }

    #[test]
    fn an_empty_line_is_a_row_of_one_empty_field() -> Outcome {
        assert_eq!(all("a\n\n")?, [[text("")]]);
        Ok(())
    }

    #[test]
    fn only_escaped_fields_are_copied() -> Outcome {
        let rows = all("a\tb\nplain ünïcode\tü\\t\\n\\r\\\\ü\n")?;
        assert!(matches!(&rows[0][0], Some(Cow::Borrowed("plain ünïcode"))));
        assert!(matches!(&rows[0][1], Some(Cow::Owned(s)) if s == "ü\t\n\r\\ü"));
        Ok(())
    }

    #[test]
    fn an_unknown_escape_is_an_error() {
        let escape = |found| TsvError::Escape { table: "T", line: 3, column: "b", found };
        for (file, found) in [
            ("a\tb\n1\tx\n2\t\\x\n", Some('x')),
            ("a\tb\n1\tx\n2\t\\Nx\n", Some('N')),
            ("a\tb\n1\tx\n2\tx\\\n", None),
        ] {
            assert_eq!(all(file), Err(escape(found)), "{file:?}");
        }
    }

    #[test]
    fn a_row_of_another_width_is_an_error_and_the_next_is_read() {
        let width = |found| Err(TsvError::Width { table: "T", line: 2, expected: 2, found });
        assert_eq!(all("a\tb\n1\n"), width(1));
        assert_eq!(all("a\tb\n1\t2\t3\n"), width(3));
        assert_eq!(all("a\tb\n\n"), width(1));
        let rows = Tsv::new("T", "a\tb\n1\n1\t2\n").rows();
        assert_eq!(rows.map(|row| row.is_ok()).collect::<Vec<_>>(), [false, true]);
    }

    #[test]
    fn fields_become_rust_types() -> Outcome {
        for row in Tsv::new("T", "a\tb\tc\td\te\n-7\t3000000000\t0.99\tx\\ty\t\\N\n").rows() {
            let mut f = row?.fields();
            assert_eq!(f.get::<i32>()?, -7);
            assert_eq!(f.get::<Option<i64>>()?, Some(3_000_000_000));
            assert_eq!(f.get::<f64>()?, 0.99);
            assert_eq!(f.get::<Cow<'static, str>>()?, "x\ty");
            assert_eq!(f.get::<Option<i32>>()?, None);
            assert_eq!(f.get::<i32>(), Err(TsvError::End { table: "T", line: 2 }));
        }
        Ok(())
    }

    #[test]
    fn a_field_of_another_type_is_an_error() -> Outcome {
        for row in Tsv::new("T", "a\tb\tc\n\\N\tx\t3000000000\n").rows() {
            let mut f = row?.fields();
            let wrong = |column, expected, found| TsvError::Type {
                table: "T",
                line: 2,
                column,
                expected,
                found,
            };
            assert_eq!(f.get::<Cow<'static, str>>(), Err(wrong("a", "text", r"\N")));
            assert_eq!(f.get::<Option<f64>>(), Err(wrong("b", "a number", "x")));
            assert_eq!(f.get::<i32>(), Err(wrong("c", "a 32-bit integer", "3000000000")));
        }
        Ok(())
    }

    #[test]
    fn errors_are_sentences() {
        let (table, line, column) = ("Track", 7, "Bytes");
        for (error, message) in [
            (
                TsvError::Width { table, line, expected: 9, found: 8 },
                "Track.tsv line 7: the header names 9 columns, the row has 8 fields",
            ),
            (
                TsvError::Escape { table, line, column, found: Some('x') },
                "Track.tsv line 7, column Bytes: a backslash before 'x' means nothing",
            ),
            (
                TsvError::Escape { table, line, column, found: None },
                "Track.tsv line 7, column Bytes: the field ends in a lone backslash",
            ),
            (
                TsvError::Type { table, line, column, expected: "a number", found: "x" },
                "Track.tsv line 7, column Bytes: expected a number, found `x`",
            ),
            (
                TsvError::Type { table, line, column, expected: "a number", found: r"\N" },
                "Track.tsv line 7, column Bytes: expected a number, found NULL",
            ),
            (
                TsvError::End { table, line },
                "Track.tsv line 7: more fields were asked for than the row has",
            ),
        ] {
            assert_eq!(error.to_string(), message);
        }
    }

    #[test]
    fn every_row_of_the_store_is_read() -> Outcome {
        let expected = [
            ("Artist", 2, 275),
            ("Album", 3, 347),
            ("Genre", 2, 25),
            ("MediaType", 2, 5),
            ("Track", 9, 3503),
            ("Playlist", 2, 18),
            ("PlaylistTrack", 2, 8715),
            ("Employee", 15, 8),
            ("Customer", 13, 59),
            ("Invoice", 9, 412),
            ("InvoiceLine", 5, 2240),
            ("CustomerNote", 7, 5),
            ("PlayCount", 4, 4),
            ("Tag", 2, 3),
            ("InvoiceArchive", 5, 0),
        ];
        for (table, (name, columns, rows)) in TABLES.iter().zip(expected) {
            assert_eq!((table.name(), table.header().count()), (name, columns));
            let read: Vec<Vec<Field>> =
                table.rows().map(|row| row?.fields().collect()).collect::<Result<_, _>>()?;
            assert_eq!(read.len(), rows, "{name}");
        }
        Ok(())
    }

    #[test]
    fn tracks_read_as_their_columns_types() -> Outcome {
        type Track =
            (i32, Cow<'static, str>, Option<i32>, i32, Option<i32>, Field, i32, Option<i32>, f64);
        let tracks = TRACK
            .rows()
            .map(|row| {
                let mut f = row?.fields();
                Ok((
                    f.get()?,
                    f.get()?,
                    f.get()?,
                    f.get()?,
                    f.get()?,
                    f.get()?,
                    f.get()?,
                    f.get()?,
                    f.get()?,
                ))
            })
            .collect::<Result<Vec<Track>, TsvError>>()?;
        assert_eq!(tracks.iter().filter(|t| t.5.is_none()).count(), 977);
        assert_eq!(tracks.iter().map(|t| i64::from(t.6)).sum::<i64>(), 1_378_778_040);
        assert_eq!(tracks.iter().filter(|t| t.8 == 1.99).count(), 213);
        let borrowed = tracks.iter().filter(|t| matches!(t.1, Cow::Borrowed(_))).count();
        assert_eq!((borrowed, tracks.len()), (3499, 3503));
        assert_eq!(tracks[3434].1, r"Cavalleria Rusticana \ Act \ Intermezzo Sinfonico");
        Ok(())
    }
}
