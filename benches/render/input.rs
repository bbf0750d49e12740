//! What the user of a builder already has in hand: all sides read these same values and own a copy in the end.

/// The parameters of every statement.
pub struct Input {
    pub id: i64,
    pub ids: Vec<i64>,
    pub people: Vec<Person>,
    pub name: String,
    pub status: String,
    pub active: bool,
    pub age: i32,
    pub total: f64,
    pub orders: i64,
    pub place: i64,
    pub limit: u64,
}

/// A row to be inserted, four texts and numbers.
pub struct Person {
    pub team_id: i64,
    pub name: String,
    pub email: Option<String>,
    pub city: &'static str,
    pub age: i32,
    pub active: bool,
    pub score: f64,
    pub version: i32,
}

const BULK: usize = 1000;

impl Input {
    pub fn new() -> Self {
        Input {
            id: 42,
            ids: (0..BULK as i64).map(|n| n * 7919 % 100_003).collect(),
            people: (0..BULK).map(Person::numbered).collect(),
            name: "Maria Prophetissa".into(),
            status: "paid".into(),
            active: true,
            age: 21,
            total: 9.75,
            orders: 3,
            place: 5,
            limit: 20,
        }
    }
}

impl Person {
    fn numbered(n: usize) -> Self {
        const CITIES: [&str; 4] = ["Alexandria", "Prague", "Baghdad", "Augsburg"];
        Person {
            team_id: n as i64 % 17,
            name: format!("Alchemist number {n}"),
            email: (n % 3 != 2).then(|| format!("alchemist{n}@example.org")),
            city: CITIES[n % CITIES.len()],
            age: 18 + n as i32 % 60,
            active: !n.is_multiple_of(5),
            score: n as f64 * 0.25,
            version: 1,
        }
    }
}
