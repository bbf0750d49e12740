use aludel::prelude::*;

table! {
    users { id: BigInt, name: Text, age: Nullable<Integer>, qty: Integer }
    posts { id: BigInt, user_id: BigInt, title: Text }
}

fn fetch<Q: Fetch<Row = R>, R>(_: &Q) -> Vec<R> {
    Vec::new()
}

fn main() {
    let _ = fetch(&update(users::table).set(users::qty, 5).all_rows());
}
