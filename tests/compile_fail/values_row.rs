use aludel::prelude::*;

fn main() {
    let _ = values::<(BigInt, Text)>().row(("one", 1));
}
