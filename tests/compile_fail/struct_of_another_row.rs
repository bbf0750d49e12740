use aludel::prelude::*;

table! {
    users { id: BigInt, name: Text, age: Nullable<Integer>, qty: Integer }
    posts { id: BigInt, user_id: BigInt, title: Text }
}

row_struct! { struct User { id: i64, name: String } }

fn main() {
    let _ = select((users::id, users::age)).from(users::table).into_struct::<User>();
}
