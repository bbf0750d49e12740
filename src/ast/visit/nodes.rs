//! What each node of the AST holds, in the order in which SQL writes it: the one description
//! from which `Visit` and `VisitMut` are both made.

/// Hands the table of nodes to the macro that makes a visitor of it.
///
/// Mutability is what no type parameter can stand for, hence a macro. Each body takes its node
/// apart by a pattern that names every field: a field or a variant added to the AST does not
/// compile until it is said here what becomes of it. Three things differ between the two visitors
/// and are functions of their modules: `nested`, `each` and `walk_operand`.
macro_rules! nodes {
    ($visitor:ident by $($by:tt)+) => { $visitor! {
    nodes {
        /// A statement: the outermost one, or the body of a CTE.
        visit_statement => walk_statement(visitor, statement: Statement) {
            match statement {
                Statement::Query(query) => visitor.visit_query(query),
                Statement::Insert(insert) => visitor.visit_insert(insert),
                Statement::Update(update) => visitor.visit_update(update),
                Statement::Delete(delete) => visitor.visit_delete(delete),
                Statement::Merge(merge) => visitor.visit_merge(merge),
                Statement::TruncateTable(truncate) => visitor.visit_truncate_table(truncate),
            }
        }

        /// A query, wherever any kind of query may stand.
        visit_query => walk_query(visitor, query: Query) {
            match query {
                Query::Select(select) => visitor.visit_select(select),
                Query::SetOperation(operation) => visitor.visit_set_operation(operation),
                Query::Values(values) => visitor.visit_values(values),
                Query::TooDeep => {}
            }
        }

        /// `SELECT`
        visit_select => walk_select(visitor, select: Select) {
            let Select {
                with, distinct, items, from, joins, filter, group_by, having, windows, qualify,
                order_by, limit, with_ties: _, offset, locks, annotations: _,
            } = select;
            if let Some(with) = with {
                visitor.visit_with(with);
            }
            match distinct {
                Some(Distinct::On(exprs)) => each(visitor, exprs),
                Some(Distinct::All) | None => {}
            }
            for item in items {
                visitor.visit_select_item(item);
            }
            if let Some(from) = from {
                visitor.visit_from_item(from);
            }
            for join in joins {
                visitor.visit_join(join);
            }
            if let Some(filter) = filter {
                visitor.visit_expr(filter);
            }
            for item in group_by {
                visitor.visit_group_item(item);
            }
            if let Some(having) = having {
                visitor.visit_expr(having);
            }
            for (_, window) in windows {
                visitor.visit_window(window);
            }
            if let Some(qualify) = qualify {
                visitor.visit_expr(qualify);
            }
            for item in order_by {
                visitor.visit_order_item(item);
            }
            if let Some(limit) = limit {
                visitor.visit_operand(limit);
            }
            if let Some(offset) = offset {
                visitor.visit_operand(offset);
            }
            for lock in locks {
                visitor.visit_lock(lock);
            }
        }

        /// `… UNION …` and its siblings.
        visit_set_operation => walk_set_operation(visitor, operation: SetOperation) {
            let SetOperation { with, first, rest, order_by, limit, offset } = operation;
            if let Some(with) = with {
                visitor.visit_with(with);
            }
            nested(visitor, first, V::visit_query);
            for (_, member) in rest {
                nested(visitor, member, V::visit_query);
            }
            for item in order_by {
                visitor.visit_order_item(item);
            }
            if let Some(limit) = limit {
                visitor.visit_operand(limit);
            }
            if let Some(offset) = offset {
                visitor.visit_operand(offset);
            }
        }

        /// `VALUES (…), …`: a query of rows written out, not the rows of an INSERT.
        visit_values => walk_values(visitor, values: Values) {
            let Values { rows, types: _ } = values;
            for row in rows {
                each(visitor, row);
            }
        }

        /// `INSERT`
        visit_insert => walk_insert(visitor, insert: Insert) {
            let Insert {
                with, modifier: _, table, columns, source, on_conflict, returning, annotations: _,
            } = insert;
            if let Some(with) = with {
                visitor.visit_with(with);
            }
            visitor.visit_target_table(table);
            for column in columns {
                visitor.visit_target_column(column);
            }
            match source {
                InsertSource::Values(cells) => {
                    for value in cells {
                        visitor.visit_value(value);
                    }
                }
                InsertSource::Exprs(cells) => {
                    for expr in cells {
                        visitor.visit_expr(expr);
                    }
                }
                InsertSource::Query(query) => nested(visitor, query, V::visit_query),
                InsertSource::DefaultValues | InsertSource::WrongWidth { row: _, found: _ } => {}
            }
            if let Some(on_conflict) = on_conflict {
                visitor.visit_on_conflict(on_conflict);
            }
            for item in returning {
                visitor.visit_select_item(item);
            }
        }

        /// `ON CONFLICT`: its key's columns are read, the columns of its assignments written.
        visit_on_conflict => walk_on_conflict(visitor, conflict: OnConflict) {
            let OnConflict { target, action } = conflict;
            match target {
                ConflictTarget::Columns(columns) => {
                    for column in columns {
                        visitor.visit_column(column);
                    }
                }
                ConflictTarget::PartialIndex { columns, filter } => {
                    for column in columns {
                        visitor.visit_column(column);
                    }
                    visitor.visit_expr(filter);
                }
                ConflictTarget::Constraint(_) | ConflictTarget::AnyKey => {}
            }
            match action {
                ConflictAction::Nothing => {}
                ConflictAction::Update { assignments, filter } => {
                    for assignment in assignments {
                        visitor.visit_assignment(assignment);
                    }
                    if let Some(filter) = filter {
                        visitor.visit_expr(filter);
                    }
                }
            }
        }

        /// `column = value`: in UPDATE, in ON CONFLICT, in an arm of MERGE.
        visit_assignment => walk_assignment(visitor, assignment: Assignment) {
            let Assignment { column, value } = assignment;
            visitor.visit_target_column(column);
            visitor.visit_expr(value);
        }

        /// `(column, …) = (query)`
        visit_row_assignment => walk_row_assignment(visitor, assignment: RowAssignment) {
            let RowAssignment { columns, query } = assignment;
            for column in columns {
                visitor.visit_target_column(column);
            }
            nested(visitor, query, V::visit_query);
        }

        /// `UPDATE`
        visit_update => walk_update(visitor, update: Update) {
            let Update {
                with, table, assignments, row_assignments, from, joins, filter, all_rows: _,
                order_by, limit, returning, annotations: _,
            } = update;
            if let Some(with) = with {
                visitor.visit_with(with);
            }
            visitor.visit_target_table(table);
            for assignment in assignments {
                visitor.visit_assignment(assignment);
            }
            for assignment in row_assignments {
                visitor.visit_row_assignment(assignment);
            }
            if let Some(from) = from {
                visitor.visit_from_item(from);
            }
            for join in joins {
                visitor.visit_join(join);
            }
            if let Some(filter) = filter {
                visitor.visit_expr(filter);
            }
            for item in order_by {
                visitor.visit_order_item(item);
            }
            if let Some(limit) = limit {
                visitor.visit_operand(limit);
            }
            for item in returning {
                visitor.visit_select_item(item);
            }
        }

        /// `DELETE`
        visit_delete => walk_delete(visitor, delete: Delete) {
            let Delete {
                with, table, using, joins, filter, all_rows: _, order_by, limit, returning,
                annotations: _,
            } = delete;
            if let Some(with) = with {
                visitor.visit_with(with);
            }
            visitor.visit_target_table(table);
            if let Some(using) = using {
                visitor.visit_from_item(using);
            }
            for join in joins {
                visitor.visit_join(join);
            }
            if let Some(filter) = filter {
                visitor.visit_expr(filter);
            }
            for item in order_by {
                visitor.visit_order_item(item);
            }
            if let Some(limit) = limit {
                visitor.visit_operand(limit);
            }
            for item in returning {
                visitor.visit_select_item(item);
            }
        }

        /// `MERGE`
        visit_merge => walk_merge(visitor, merge: Merge) {
            let Merge { with, table, source, on, arms, returning, annotations: _ } = merge;
            if let Some(with) = with {
                visitor.visit_with(with);
            }
            visitor.visit_target_table(table);
            visitor.visit_from_item(source);
            visitor.visit_expr(on);
            for arm in arms {
                visitor.visit_merge_arm(arm);
            }
            for item in returning {
                visitor.visit_select_item(item);
            }
        }

        /// `WHEN [NOT] MATCHED … THEN …`
        visit_merge_arm => walk_merge_arm(visitor, arm: MergeArm) {
            let MergeArm { when: _, filter, action } = arm;
            if let Some(filter) = filter {
                visitor.visit_expr(filter);
            }
            match action {
                MergeAction::Update(assignments) | MergeAction::Insert(assignments) => {
                    for assignment in assignments {
                        visitor.visit_assignment(assignment);
                    }
                }
                MergeAction::Delete | MergeAction::Nothing => {}
            }
        }

        /// `TRUNCATE`
        visit_truncate_table => walk_truncate_table(visitor, truncate: TruncateTable) {
            let TruncateTable { table, restart_identity: _, cascade: _, annotations: _ } =
                truncate;
            visitor.visit_target_table(table);
        }

        /// `WITH`
        visit_with => walk_with(visitor, with: With) {
            let With { recursive: _, ctes } = with;
            for cte in ctes {
                visitor.visit_cte(cte);
            }
        }

        /// A common table expression. Where it is read, its name is a table to the visitor.
        visit_cte => walk_cte(visitor, cte: Cte) {
            let Cte { name: _, columns: _, body, materialized: _ } = cte;
            nested(visitor, body, V::visit_statement);
        }

        /// One thing selected or returned.
        visit_select_item => walk_select_item(visitor, item: SelectItem) {
            match item {
                SelectItem::Expr(expr) => visitor.visit_expr(expr),
                SelectItem::Labeled(labeled) => {
                    let (expr, _): $($by)+ (Expr, Name) = labeled;
                    visitor.visit_expr(expr);
                }
                SelectItem::All(_) => {}
            }
        }

        /// What rows are taken from: the first table of a clause, or the table of a join.
        visit_from_item => walk_from_item(visitor, item: FromItem) {
            match item {
                FromItem::Table(table) => visitor.visit_table(table),
                FromItem::Derived(derived) => visitor.visit_derived(derived),
                FromItem::Function(function) => visitor.visit_table_function(function),
                FromItem::Joined(tree) => nested(visitor, tree, V::visit_join_tree),
                FromItem::Rows(rows) => visitor.visit_rows(rows),
                FromItem::Raw(raw_table) => {
                    let RawTable { raw: Raw { text: _, holes }, alias: _ }: $($by)+ RawTable =
                        raw_table;
                    each(visitor, holes);
                }
                FromItem::Sample(sample) => {
                    let Sample { table, method: _, percent, seed }: $($by)+ Sample = sample;
                    visitor.visit_table(table);
                    visitor.visit_operand(percent);
                    if let Some(seed) = seed {
                        visitor.visit_operand(seed);
                    }
                }
            }
        }

        /// Rows made of values.
        visit_rows => walk_rows(visitor, rows: Rows) {
            let Rows { of, alias: _ } = rows;
            match of {
                RowsOf::Series { start, stop, step: _ } => {
                    visitor.visit_operand(start);
                    visitor.visit_operand(stop);
                }
                RowsOf::JsonElements(operand)
                | RowsOf::JsonEntries(operand)
                | RowsOf::ArrayElements(operand) => visitor.visit_operand(operand),
            }
        }

        /// A query under an alias.
        visit_derived => walk_derived(visitor, derived: Derived) {
            let Derived { query, alias: _, columns: _, lateral: _ } = derived;
            nested(visitor, query, V::visit_query);
        }

        /// A function that yields rows.
        visit_table_function => walk_table_function(visitor, function: TableFunction) {
            let TableFunction {
                name: _, args, alias: _, columns: _, with_ordinality: _, lateral: _,
            } = function;
            each(visitor, args);
        }

        /// Joined tables in parentheses.
        visit_join_tree => walk_join_tree(visitor, tree: JoinTree) {
            let JoinTree { first, joins } = tree;
            visitor.visit_from_item(first);
            for join in joins {
                visitor.visit_join(join);
            }
        }

        /// A table joined to those before it.
        visit_join => walk_join(visitor, join: Join) {
            let Join { kind: _, item, on } = join;
            visitor.visit_from_item(item);
            match on {
                JoinOn::Condition(condition) => visitor.visit_expr(condition),
                JoinOn::None | JoinOn::Using(_) | JoinOn::Natural | JoinOn::Key => {}
            }
        }

        /// The table that a statement changes. By default it is a table like any other.
        visit_target_table => walk_target_table(visitor, table: TableRef) {
            visitor.visit_table(table);
        }

        /// A column that a statement writes: of INSERT's list, or on the left of an assignment.
        /// By default it is a column like any other.
        visit_target_column => walk_target_column(visitor, column: ColumnRef) {
            visitor.visit_column(column);
        }

        /// One element of GROUP BY.
        visit_group_item => walk_group_item(visitor, item: GroupItem) {
            match item {
                GroupItem::Expr(expr) => visitor.visit_expr(expr),
                GroupItem::Rollup(lists) | GroupItem::Cube(lists) | GroupItem::Sets(lists) => {
                    for exprs in lists {
                        each(visitor, exprs);
                    }
                }
            }
        }

        /// One element of an ORDER BY: of a statement, an aggregate or a window.
        visit_order_item => walk_order_item(visitor, item: OrderItem) {
            let OrderItem { expr, direction: _, nulls: _ } = item;
            visitor.visit_operand(expr);
        }

        /// A window: of the WINDOW clause, or written in place.
        visit_window => walk_window(visitor, window: WindowSpec) {
            let WindowSpec { base: _, partition_by, order_by, frame } = window;
            each(visitor, partition_by);
            for item in order_by {
                visitor.visit_order_item(item);
            }
            if let Some(Frame { unit: _, start, end, exclude: _ }) = frame {
                for bound in std::iter::once(start).chain(end) {
                    match bound {
                        FrameBound::Preceding(distance) | FrameBound::Following(distance) => {
                            visitor.visit_operand(distance);
                        }
                        FrameBound::UnboundedPreceding
                        | FrameBound::CurrentRow
                        | FrameBound::UnboundedFollowing => {}
                    }
                }
            }
        }

        /// An aggregate: of a group, or over a window.
        visit_aggregate => walk_aggregate(visitor, aggregate: Aggregate) {
            let Aggregate { function: _, args, distinct: _, order_by, filter, data_type: _ } =
                aggregate;
            each(visitor, args);
            for item in order_by {
                visitor.visit_order_item(item);
            }
            if let Some(filter) = filter {
                nested(visitor, filter, V::visit_expr);
            }
        }

        /// An expression. The kinds of expression have no methods of their own: match them here.
        visit_expr => walk_expr(visitor, expr: Expr) {
            match expr {
                Expr::Column(column) | Expr::Excluded(column) | Expr::Version(_, column) => {
                    visitor.visit_column(column);
                }
                Expr::Bind(bind) => visitor.visit_bind(bind),
                Expr::Literal(value) => visitor.visit_value(value),
                Expr::Slot(_) | Expr::Position(_) | Expr::Default | Expr::TooDeep => {}
                Expr::Unary { op: _, operand }
                | Expr::IsNull { operand, negated: _ }
                | Expr::IsTruth { operand, truth: _, negated: _ } => {
                    visitor.visit_operand(operand);
                }
                Expr::Binary { left, op: _, right }
                | Expr::IsDistinct { left, right, negated: _ } => {
                    visitor.visit_operand(left);
                    visitor.visit_operand(right);
                }
                Expr::Not(expr) | Expr::AsNullable(expr) => nested(visitor, expr, V::visit_expr),
                Expr::And(exprs)
                | Expr::Or(exprs)
                | Expr::Concat(exprs)
                | Expr::Row(exprs)
                | Expr::Array(exprs)
                | Expr::Grouping(exprs) => each(visitor, exprs),
                Expr::Between(between) => {
                    let Between { operand, low, high, negated: _, symmetric: _ }:
                        $($by)+ Between = between;
                    visitor.visit_operand(operand);
                    visitor.visit_operand(low);
                    visitor.visit_operand(high);
                }
                Expr::Like(like) => {
                    let Like { operand, pattern, escape: _, case: _, negated: _ }:
                        $($by)+ Like = like;
                    visitor.visit_operand(operand);
                    visitor.visit_operand(pattern);
                }
                Expr::In(in_) => {
                    let In { operand, set, negated: _ }: $($by)+ In = in_;
                    visitor.visit_operand(operand);
                    match set {
                        InSet::Values { values, data_type: _ } => {
                            for value in values {
                                visitor.visit_value(value);
                            }
                        }
                        InSet::Exprs(exprs) => each(visitor, exprs),
                        InSet::Query(query) => nested(visitor, query, V::visit_query),
                        InSet::Array(array) => visitor.visit_operand(array),
                    }
                }
                Expr::Exists { query, negated: _ } | Expr::Subquery(query) => {
                    nested(visitor, query, V::visit_query);
                }
                Expr::Quantified(quantified) => {
                    let Quantified { left, op: _, quantifier: _, right }:
                        $($by)+ Quantified = quantified;
                    visitor.visit_operand(left);
                    match right {
                        QuantifiedSet::Query(query) => nested(visitor, query, V::visit_query),
                        QuantifiedSet::Array(array) => visitor.visit_operand(array),
                    }
                }
                Expr::Case(case) => {
                    let Case { operand, arms, otherwise }: $($by)+ Case = case;
                    if let Some(operand) = operand {
                        visitor.visit_operand(operand);
                    }
                    for (when, then) in arms {
                        visitor.visit_operand(when);
                        visitor.visit_operand(then);
                    }
                    if let Some(otherwise) = otherwise {
                        visitor.visit_operand(otherwise);
                    }
                }
                Expr::Cast(cast) => {
                    let Cast { operand, data_type: _ }: $($by)+ Cast = cast;
                    visitor.visit_operand(operand);
                }
                Expr::Collate(collate) => {
                    let Collate { operand, collation: _ }: $($by)+ Collate = collate;
                    visitor.visit_operand(operand);
                }
                Expr::Call(call) => {
                    let Call { function: _, args }: $($by)+ Call = call;
                    each(visitor, args);
                }
                Expr::Aggregate(aggregate) => visitor.visit_aggregate(aggregate),
                Expr::Window(call) => {
                    let WindowCall { function, over }: $($by)+ WindowCall = call;
                    match function {
                        WindowFunction::Aggregate(aggregate) => visitor.visit_aggregate(aggregate),
                        WindowFunction::Ranking { function: _, args } => each(visitor, args),
                    }
                    match over {
                        Over::Named(_) => {}
                        Over::Spec(window) => visitor.visit_window(window),
                    }
                }
                Expr::Extract(extract) => {
                    let Extract { field: _, operand }: $($by)+ Extract = extract;
                    visitor.visit_operand(operand);
                }
                Expr::Truncate(truncate) => {
                    let Truncate { unit: _, operand }: $($by)+ Truncate = truncate;
                    visitor.visit_operand(operand);
                }
                Expr::Shift(shift) => {
                    let Shift { operand, amount, unit: _ }: $($by)+ Shift = shift;
                    visitor.visit_operand(operand);
                    visitor.visit_operand(amount);
                }
                Expr::FormatDate(format) => {
                    let FormatDate { operand, parts: _ }: $($by)+ FormatDate = format;
                    visitor.visit_operand(operand);
                }
                Expr::JsonGet(get) => {
                    let JsonGet { document, path: _, as_text: _ }: $($by)+ JsonGet = get;
                    visitor.visit_operand(document);
                }
                Expr::JsonChange(change) => {
                    let JsonChange { document, path: _, action }: $($by)+ JsonChange = change;
                    visitor.visit_operand(document);
                    match action {
                        JsonAction::Set(value)
                        | JsonAction::Insert(value)
                        | JsonAction::Replace(value)
                        | JsonAction::Append(value) => visitor.visit_operand(value),
                        JsonAction::Remove => {}
                    }
                }
                Expr::Raw(raw) => {
                    let Raw { text: _, holes }: $($by)+ Raw = raw;
                    each(visitor, holes);
                }
            }
        }

        /// A parameter that carries its value.
        visit_bind => walk_bind(visitor, bind: Bind) {
            let Bind { value, data_type: _ } = bind;
            visitor.visit_value(value);
        }
    }

    leaves {
        /// A table, a view, or a CTE by its name.
        visit_table(table: TableRef);

        /// A column, also of a conflict's key and of EXCLUDED.
        visit_column(column: ColumnRef);

        /// A value: of a parameter, a literal, a row of INSERT, or a list of IN.
        visit_value(value: Value);

        /// `FOR UPDATE` and its siblings.
        visit_lock(lock: Lock);
    }
    } };
}

pub(in crate::ast) use nodes;
