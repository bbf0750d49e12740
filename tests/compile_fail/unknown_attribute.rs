use aludel::prelude::*;

table! { users { id: BigInt [primry_key] } }

fn main() {}
