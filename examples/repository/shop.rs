//! The entities of a small shop.

use aludel::prelude::*;

use crate::repository::Entity;

table! {
    pub customers {
        id: BigInt [primary_key, auto_increment],
        version: Integer,
        name: VarChar<100>,
        email: VarChar<200> [unique],
    }
    pub orders {
        id: BigInt [primary_key, auto_increment],
        version: Integer,
        customer_id: BigInt [references("customers", "id")],
        item: VarChar<100>,
        cents: BigInt,
    }
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Customer {
    pub id: i64,
    pub version: i32,
    pub name: String,
    pub email: String,
}

impl Customer {
    pub fn new(name: &str, email: &str) -> Self {
        Customer { name: name.into(), email: email.into(), ..Customer::default() }
    }
}

impl Entity for Customer {
    type Row = (BigInt, Integer, VarChar<100>, VarChar<200>);

    fn query() -> Select<Self::Row> {
        select(customers::all).from(customers::table)
    }

    fn from_row((id, version, name, email): (i64, i32, String, String)) -> Self {
        Customer { id, version, name, email }
    }

    fn insert(&self) -> Insert {
        insert_into(customers::table)
            .set(customers::version, 1)
            .set(customers::name, &self.name)
            .set(customers::email, &self.email)
    }

    fn update(&self) -> Update {
        update(customers::table).set(customers::name, &self.name).set(customers::email, &self.email)
    }

    fn delete() -> Delete {
        delete(customers::table)
    }

    const KEY: Column<BigInt> = customers::id;
    const VERSION: Column<Integer> = customers::version;

    fn key(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i32 {
        self.version
    }
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct Order {
    pub id: i64,
    pub version: i32,
    pub customer_id: i64,
    pub item: String,
    pub cents: i64,
}

impl Entity for Order {
    type Row = (BigInt, Integer, BigInt, VarChar<100>, BigInt);

    fn query() -> Select<Self::Row> {
        select(orders::all).from(orders::table)
    }

    fn from_row((id, version, customer_id, item, cents): (i64, i32, i64, String, i64)) -> Self {
        Order { id, version, customer_id, item, cents }
    }

    fn insert(&self) -> Insert {
        insert_into(orders::table)
            .set(orders::version, 1)
            .set(orders::customer_id, self.customer_id)
            .set(orders::item, &self.item)
            .set(orders::cents, self.cents)
    }

    fn update(&self) -> Update {
        update(orders::table).set(orders::item, &self.item).set(orders::cents, self.cents)
    }

    fn delete() -> Delete {
        delete(orders::table)
    }

    const KEY: Column<BigInt> = orders::id;
    const VERSION: Column<Integer> = orders::version;

    fn key(&self) -> i64 {
        self.id
    }

    fn version(&self) -> i32 {
        self.version
    }
}
