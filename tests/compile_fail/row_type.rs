use aludel::prelude::*;

table! {
    users { id: BigInt, name: Text, age: Nullable<Integer>, qty: Integer }
    posts { id: BigInt, user_id: BigInt, title: Text }
}

fn fetch<Q: Fetch<Row = R>, R>(_: &Q) -> Vec<R> {
    Vec::new()
}

fn main() {
    let _: Vec<(i64, i64)> = fetch(&select((users::id, users::name)).from(users::table));
}
