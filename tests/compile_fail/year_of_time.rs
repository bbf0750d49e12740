use aludel::prelude::*;

table! {
    shops { id: BigInt, opens: Time, day: Date }
}

fn main() {
    let _ = select(extract(DateField::Year, shops::opens)).from(shops::table);
}
