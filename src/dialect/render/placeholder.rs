//! Placeholders of parameters, one or many.

use super::Renderer;
use crate::dialect::Placeholder;

/// So few are written one by one.
const FEW: usize = 16;

impl Renderer<'_, '_> {
    /// The placeholder of the parameter added last.
    #[inline]
    pub(super) fn placeholder(&mut self) {
        match self.syntax.placeholder {
            Placeholder::Question => self.out.push('?'),
            Placeholder::Dollar => {
                self.out.push('$');
                push_number(&mut self.out, self.params_before + self.params.len());
            }
        }
    }

    /// `($1, $2), ($3, $4)`: placeholders for the parameters added last.
    pub(super) fn placeholder_rows(&mut self, rows: usize, width: usize) {
        match self.syntax.placeholder {
            Placeholder::Question => self.question_marks(rows, width),
            Placeholder::Dollar if rows == 1 && width <= FEW => self.numbered_row(width),
            Placeholder::Dollar => self.numbered_rows(rows, width),
        }
    }

    fn question_marks(&mut self, rows: usize, width: usize) {
        self.out.reserve(rows * (3 * width + 2));
        let start = self.out.len();
        self.out.push_str("(?");
        (1..width.min(FEW)).for_each(|_| self.out.push_str(", ?"));
        self.repeat_end(3, width.saturating_sub(FEW));
        self.out.push(')');
        if rows > 1 {
            let row = start..self.out.len();
            let length = row.len() + 2;
            self.out.push_str(", ");
            self.out.extend_from_within(row);
            self.repeat_end(length, rows - 2);
        }
    }

    /// Writes the last bytes so many times more, ever longer pieces at a time.
    fn repeat_end(&mut self, length: usize, times: usize) {
        let start = self.out.len().saturating_sub(length);
        let (mut there, mut left) = (1, times);
        while left > 0 {
            let more = there.min(left);
            self.out.extend_from_within(start..start + more * length);
            there += more;
            left -= more;
        }
    }

    /// One short row, which is not worth what many are.
    fn numbered_row(&mut self, width: usize) {
        let first = self.params_before + self.params.len() + 1 - width;
        for column in 0..width {
            self.push(if column == 0 { "($" } else { ", $" });
            push_number(&mut self.out, first + column);
        }
        self.out.push(')');
    }

    fn numbered_rows(&mut self, rows: usize, width: usize) {
        let first = self.params_before + self.params.len() + 1 - rows * width;
        let mut text = std::mem::take(&mut self.out).into_bytes();
        text.reserve(rows * (width * 8 + 4) + Numbered::ROOM);
        let mut numbers = Numbered::from(first);
        for row in 0..rows {
            text.extend_from_slice(if row == 0 { b"(" } else { b"), (" });
            numbers.push_next(&mut text, false);
            (1..width).for_each(|_| numbers.push_next(&mut text, true));
        }
        text.push(b')');
        // It was text, and what came to it are digits and the like.
        self.out = String::from_utf8(text).unwrap_or_default();
    }
}

/// Writes a number in decimal, without going through `fmt`.
#[inline]
pub(in crate::dialect) fn push_number(out: &mut String, number: usize) {
    if number >= 10 {
        push_digits(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

fn push_digits(out: &mut String, number: usize) {
    if number >= 10 {
        push_digits(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// `, $1`, `, $2`, …: the bytes of the next one, the first in the lowest bits. As a number they stay in
/// registers; an array that is changed and read again each time would have to wait for the memory.
struct Numbered {
    text: u128,
    length: usize,
    /// What makes the last digit one more.
    one: u128,
    next: usize,
    /// The number at which more than the last digit changes.
    turn: usize,
}

impl Numbered {
    const ROOM: usize = size_of::<u128>();

    fn from(next: usize) -> Self {
        let (mut digits, mut length, mut rest) = (0, 3, next);
        loop {
            digits = digits << 8 | u128::from(b'0' + (rest % 10) as u8);
            length += 1;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        let text = digits << 24 | u128::from(u32::from_le_bytes(*b", $\0"));
        Numbered { text, length, one: 1 << (8 * (length - 1)), next, turn: next - next % 10 + 10 }
    }

    /// Writes it, and turns to the next one. As many bytes are copied each time: that is one move.
    #[inline]
    fn push_next(&mut self, out: &mut Vec<u8>, separated: bool) {
        let skipped = if separated { 0 } else { 2 };
        let length = out.len() + self.length - skipped;
        out.extend_from_slice(&(self.text >> (8 * skipped)).to_le_bytes());
        out.truncate(length);
        self.text += self.one;
        self.next += 1;
        if self.next == self.turn {
            *self = Numbered::from(self.next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, MySql, Postgres};

    fn rows(dialect: &dyn Dialect, rows: usize, width: usize) -> String {
        let mut renderer = Renderer::new(dialect, 0);
        renderer.params_before = rows * width;
        renderer.placeholder_rows(rows, width);
        renderer.out
    }

    #[test]
    fn rows_are_of_as_many_as_they_say() {
        for width in [1, 2, 15, 16, 17, 18, 40] {
            for count in [1, 2, 3, 7, 1000] {
                let row = |cells: Vec<String>| format!("({})", cells.join(", "));
                let marks = vec![row(vec!["?".to_owned(); width]); count].join(", ");
                assert_eq!(rows(&MySql::new(), count, width), marks);
                let numbered = |at: usize| (1..=width).map(move |n| format!("${}", at * width + n));
                let numbers: Vec<String> =
                    (0..count).map(|at| row(numbered(at).collect())).collect();
                assert_eq!(rows(&Postgres::new(), count, width), numbers.join(", "));
            }
        }
    }

    #[test]
    fn numbers_follow_one_another() {
        for first in [1, 8, 95, 9_998, 99_999] {
            let mut numbers = Numbered::from(first);
            let mut text = Vec::new();
            (0..1200).for_each(|_| numbers.push_next(&mut text, true));
            let expected: String = (first..first + 1200).map(|n| format!(", ${n}")).collect();
            assert_eq!(String::from_utf8(text).unwrap(), expected);
        }
    }
}
