use aludel::prelude::*;

table! {
    users { id: BigInt }
    posts { user_id: BigInt }
}

fn main() {
    let _ = select(users::id).from(users::table).join(posts::table, posts::user_id);
}
