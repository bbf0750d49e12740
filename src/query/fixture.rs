//! Tables that the tests of this room share.

use crate::query::*;

crate::table! {
    pub users {
        id: BigInt [primary_key, auto_increment],
        name: VarChar<100>,
        email: Nullable<Text> [unique],
        age: Nullable<Integer>,
    }
    pub posts {
        id: BigInt [primary_key],
        user_id: BigInt [references("users", "id")],
        title: Text,
        stars: SmallInt,
        price: Decimal<10, 2>,
    }
}
