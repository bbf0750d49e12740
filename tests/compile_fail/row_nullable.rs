use aludel::prelude::*;

table! {
    users { id: BigInt, name: Text, age: Nullable<Integer>, qty: Integer }
    posts { id: BigInt, user_id: BigInt, title: Text }
}

fn fetch<Q: Fetch<Row = R>, R>(_: &Q) -> Vec<R> {
    Vec::new()
}

fn main() {
    let _: Vec<(i64, i32)> = fetch(&select((users::id, users::age)).from(users::table));
}
