use aludel::prelude::*;

table! {
    users { id: BigInt, name: Text, age: Nullable<Integer>, qty: Integer }
    posts { id: BigInt, user_id: BigInt, title: Text }
}

fn main() {
    let _ = update(users::table).set(users::qty, users::id);
}
