use aludel::prelude::*;

table! {
    users { id: BigInt, name: Text, age: Nullable<Integer>, qty: Integer }
    posts { id: BigInt, user_id: BigInt, title: Text }
}

fn main() {
    let _ = case::<Integer>().when(users::id.eq(1), users::age).otherwise(0);
}
