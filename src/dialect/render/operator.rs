//! Operators: comparison, arithmetic, boolean, text.

use super::precedence::{Rank, needed_by};
use super::{Rendered, Renderer};
use crate::CompileError;
use crate::ast::{
    Between, BinaryOp, DataType, Expr, ExprList, LetterCase, Like, Operand, Truth, UnaryOp, Value,
};
use crate::dialect::rewrite::row_order::compares_rows;
use crate::dialect::{Clause, Feature};

impl<'q> Renderer<'q, '_> {
    #[inline]
    pub(super) fn binary(
        &mut self,
        expr: &'q Expr,
        left: &'q Operand,
        op: BinaryOp,
        right: &'q Operand,
    ) -> Rendered {
        if op >= BinaryOp::Divide
            && let Some(feature) = self.operator_lacking(left, op, right)
        {
            return self.rewritten(feature, expr);
        }
        let Operand::Column(column) = left else { return self.other_binary(expr, left, op, right) };
        self.column(column)?;
        self.operator(op)?;
        let (_, needed) = needed_by(op);
        match right {
            Operand::Bind(bind) if self.syntax.typed_values => {
                self.bind_beside(left, op, bind, needed)
            }
            right => self.operand(right, needed),
        }
    }

    /// As [`Self::binary`], where no column on the left tells a type.
    #[inline(never)]
    fn other_binary(
        &mut self,
        expr: &'q Expr,
        left: &'q Operand,
        op: BinaryOp,
        right: &'q Operand,
    ) -> Rendered {
        if let Operand::Expr(inner) = left
            && let Expr::Row(items) = &**inner
        {
            let sorts = matches!(op, BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge);
            if sorts && !self.native(Feature::RowOrder) && self.joins_outer() {
                return self.rewritten(Feature::RowOrder, expr);
            }
            return self.row_comparison(items, op, right);
        }
        let (left_needed, right_needed) = needed_by(op);
        match self.untyped_sides(left, op, right) {
            None => self.operand(left, left_needed)?,
            Some(data_type) => self.typed_integer(left, data_type)?,
        }
        self.operator(op)?;
        if self.is_mistaken_for_integer(left, right) {
            return self.typed_fraction(right);
        }
        self.operand(right, right_needed)
    }

    /// Whether a table of the query is on the nullable side of an outer join.
    pub(super) fn joins_outer(&self) -> bool {
        self.scope.frame().iter().any(|source| source.nullable)
    }

    /// Whether the server would take the operand for never NULL as rows are compared in it.
    pub(super) fn misses_null_of_rows(&self, operand: &Operand) -> bool {
        !self.native(Feature::NullOfRows) && compares_rows(operand)
    }

    /// A comparison of a row with a row, or with the row of a query.
    pub(super) fn row_comparison(
        &mut self,
        left: &'q ExprList,
        op: BinaryOp,
        right: &'q Operand,
    ) -> Rendered {
        if !op.is_comparison() {
            return Err(self.misplaced("a row", "beside a comparison, IN or BETWEEN"));
        }
        if let Operand::Expr(right) = right
            && let Expr::Subquery(query) = &**right
        {
            self.check_query_width(query, left.len(), Clause::Row)?;
            self.row(left)?;
            self.operator(op)?;
            return self.value_query(query);
        }
        self.check_row(left.len(), self.width_of(right))?;
        self.row(left)?;
        self.operator(op)?;
        self.row_or_operand(right)
    }

    pub(super) fn check_row(&self, expected: usize, found: usize) -> Rendered {
        let clause = Clause::Row;
        if expected == found {
            return Ok(());
        }
        Err(CompileError::RowWidth { clause, row: 1, expected, found }.into())
    }

    /// An operand of a comparison that takes rows too.
    pub(super) fn row_or_operand(&mut self, operand: &'q Operand) -> Rendered {
        match operand {
            Operand::Expr(expr) => self.row_or_expr(expr, Rank::Additive),
            operand => self.operand(operand, Rank::Additive),
        }
    }

    pub(super) fn row_or_expr(&mut self, expr: &'q Expr, needed: Rank) -> Rendered {
        match expr {
            Expr::Row(items) => self.row(items),
            expr => self.ranked(expr, needed),
        }
    }

    #[inline]
    pub(super) fn operator(&mut self, op: BinaryOp) -> Rendered {
        let text = match op {
            BinaryOp::Eq => " = ",
            BinaryOp::Ne => " <> ",
            BinaryOp::Lt => " < ",
            BinaryOp::Le => " <= ",
            BinaryOp::Gt => " > ",
            BinaryOp::Ge => " >= ",
            BinaryOp::Add => " + ",
            BinaryOp::Subtract => " - ",
            BinaryOp::Multiply => " * ",
            BinaryOp::Divide => " / ",
            BinaryOp::DivideInt => self.syntax.divide_int,
            BinaryOp::Remainder => " % ",
            BinaryOp::BitAnd => " & ",
            BinaryOp::BitOr => " | ",
            BinaryOp::BitXor => self.syntax.bit_xor,
            BinaryOp::ShiftLeft => " << ",
            BinaryOp::ShiftRight => " >> ",
        };
        self.push(text);
        Ok(())
    }

    /// The feature of a division or a bitwise operator, if it is not native.
    #[cold]
    fn operator_lacking(&self, left: &Operand, op: BinaryOp, right: &Operand) -> Option<Feature> {
        let is_float = |operand: &Operand| {
            matches!(operand.known_type(), Some(DataType::Real | DataType::Double))
        };
        let is_decimal =
            |operand: &Operand| matches!(operand.known_type(), Some(DataType::Decimal(_)));
        let features: &[Feature] = match op {
            BinaryOp::Divide if is_float(left) || is_float(right) => &[],
            BinaryOp::Divide => &[Feature::DecimalDivision],
            BinaryOp::DivideInt => &[],
            BinaryOp::Remainder if is_float(left) || is_float(right) => &[Feature::FloatRemainder],
            BinaryOp::Remainder if is_decimal(left) || is_decimal(right) => {
                &[Feature::DecimalRemainder]
            }
            BinaryOp::Remainder => &[],
            BinaryOp::ShiftLeft | BinaryOp::ShiftRight => &[Feature::BitShift],
            BinaryOp::BitXor => &[Feature::BitXor, Feature::BitsSigned],
            _ => &[Feature::BitsSigned],
        };
        features.iter().copied().find(|feature| !self.native(*feature))
    }

    pub(super) fn unary(&mut self, expr: &'q Expr, op: UnaryOp, operand: &'q Operand) -> Rendered {
        match op {
            UnaryOp::Negate => {
                self.push("-");
                return self.number_operand(operand, Rank::Atom);
            }
            UnaryOp::BitNot if !self.native(Feature::BitsSigned) => {
                return self.rewritten(Feature::BitsSigned, expr);
            }
            UnaryOp::BitNot => self.push("~"),
        }
        self.operand(operand, Rank::Atom)
    }

    /// Conditions between one connective; `empty` if there is none.
    pub(super) fn chain(
        &mut self,
        list: &'q ExprList,
        connective: &str,
        needed: Rank,
        empty: &str,
    ) -> Rendered {
        let [first, rest @ ..] = &**list else {
            self.push(empty);
            return Ok(());
        };
        if rest.is_empty() {
            return self.expr(first);
        }
        self.ranked(first, needed)?;
        for condition in rest {
            self.push(connective);
            self.ranked(condition, needed)?;
        }
        Ok(())
    }

    pub(super) fn concat(&mut self, expr: &'q Expr, texts: &'q ExprList) -> Rendered {
        let [first, rest @ ..] = &**texts else {
            self.push("''");
            return Ok(());
        };
        if rest.is_empty() {
            return self.expr(first);
        }
        if !self.native(Feature::Concat) {
            return self.rewritten(Feature::Concat, expr);
        }
        match rest.first() {
            Some(second)
                if self.syntax.concat_needs_text && !is_text(first) && !is_text(second) =>
            {
                self.push("CAST(");
                self.expr(first)?;
                self.push(" AS TEXT)");
            }
            _ => self.ranked(first, Rank::Atom)?,
        }
        for text in rest {
            self.push(" || ");
            self.ranked(text, Rank::Atom)?;
        }
        Ok(())
    }

    pub(super) fn is_truth(
        &mut self,
        expr: &'q Expr,
        operand: &'q Operand,
        truth: Truth,
        negated: bool,
    ) -> Rendered {
        if truth == Truth::Unknown && !self.native(Feature::IsUnknown) {
            return self.rewritten(Feature::IsUnknown, expr);
        }
        if truth == Truth::Unknown && self.misses_null_of_rows(operand) {
            return self.rewritten(Feature::NullOfRows, expr);
        }
        self.operand(operand, Rank::Atom)?;
        self.push(match (truth, negated) {
            (Truth::True, false) => " IS TRUE",
            (Truth::True, true) => " IS NOT TRUE",
            (Truth::False, false) => " IS FALSE",
            (Truth::False, true) => " IS NOT FALSE",
            (Truth::Unknown, false) => " IS UNKNOWN",
            (Truth::Unknown, true) => " IS NOT UNKNOWN",
        });
        Ok(())
    }

    pub(super) fn between(&mut self, expr: &'q Expr, between: &'q Between) -> Rendered {
        if between.symmetric && !self.native(Feature::BetweenSymmetric) {
            return self.rewritten(Feature::BetweenSymmetric, expr);
        }
        if matches!(&between.operand, Operand::Expr(row) if matches!(**row, Expr::Row(_)))
            && !self.native(Feature::BetweenRows)
        {
            return self.rewritten(Feature::BetweenRows, expr);
        }
        self.check_row(self.width_of(&between.operand), self.width_of(&between.low))?;
        self.check_row(self.width_of(&between.operand), self.width_of(&between.high))?;
        self.row_or_operand(&between.operand)?;
        self.push(if between.negated { " NOT BETWEEN " } else { " BETWEEN " });
        if between.symmetric {
            self.push("SYMMETRIC ");
        }
        self.row_or_operand(&between.low)?;
        self.push(" AND ");
        self.row_or_operand(&between.high)
    }

    pub(super) fn like(&mut self, expr: &'q Expr, like: &'q Like) -> Rendered {
        let operator = match like.case {
            LetterCase::Native => " LIKE ",
            LetterCase::Insensitive if self.native(Feature::ILike) => " ILIKE ",
            LetterCase::Insensitive => return self.rewritten(Feature::ILike, expr),
            LetterCase::Sensitive if self.native(Feature::LikeSensitive) => " LIKE ",
            LetterCase::Sensitive => return self.rewritten(Feature::LikeSensitive, expr),
        };
        self.operand(&like.operand, Rank::Atom)?;
        if like.negated {
            self.push(" NOT");
        }
        self.push(operator);
        self.operand(&like.pattern, Rank::Atom)?;
        match like.escape {
            None => self.push(self.syntax.like_without_escape),
            Some(escape) => {
                self.push(" ESCAPE ");
                self.literal(&Value::Text(escape.to_string()))?;
            }
        }
        Ok(())
    }
}

/// Whether the expression is known to be text, or takes the type of the text beside it.
fn is_text(expr: &Expr) -> bool {
    match expr {
        Expr::Bind(bind) if bind.data_type.is_none() => is_text_or_null(&bind.value),
        Expr::Literal(value) => is_text_or_null(value),
        Expr::Slot(slot) => slot.data_type.is_none_or(DataType::is_text),
        Expr::JsonGet(get) => get.as_text,
        Expr::Collate(_) => true,
        Expr::AsNullable(inner) => is_text(inner),
        expr => expr.known_type().is_some_and(DataType::is_text),
    }
}

pub(super) fn is_text_or_null(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Null)
}
