use aludel::prelude::*;

table! {
    shops { id: BigInt, data: Json, day: Date }
}

fn main() {
    let _ = select(json_array(vec![shops::day])).from(shops::table);
}
