use super::*;
use aludel::ErrorKind;

fn shop() -> SqliteConnection {
    let mut db = SqliteConnection::open_in_memory().unwrap();
    db.execute_ddl(&create_table(customers::table)).unwrap();
    db.execute_ddl(&create_table(orders::table)).unwrap();
    db
}

#[test]
fn it_runs() {
    main().unwrap();
}

#[test]
fn what_is_added_is_found() {
    let db = &mut shop();
    let ann = Repository::new(db).add(&Customer::new("Ann", "ann@example.org")).unwrap();
    assert_eq!((ann.id, ann.version), (1, 1));
    assert_eq!(Repository::new(db).find(1).unwrap(), Some(ann));
    assert_eq!(Repository::<Customer, _>::new(db).find(2).unwrap(), None);
}

#[test]
fn a_second_customer_of_the_same_address_is_refused() {
    let db = &mut shop();
    Repository::new(db).add(&Customer::new("Ann", "a@example.org")).unwrap();
    let error = Repository::new(db).add(&Customer::new("Abe", "a@example.org")).unwrap_err();
    let Failure::Database(error) = error else { panic!("{error}") };
    assert_eq!((error.kind(), error.column()), (ErrorKind::Unique, Some("email")));
}

#[test]
fn of_two_who_save_the_second_is_told() {
    let db = &mut shop();
    let ann = Repository::new(db).add(&Customer::new("Ann", "ann@example.org")).unwrap();
    let first = Customer { name: "Anna".into(), ..ann.clone() };
    assert_eq!(Repository::new(db).save(&first).unwrap().version, 2);
    let second = Customer { name: "Annie".into(), ..ann.clone() };
    assert!(matches!(Repository::new(db).save(&second), Err(Failure::Stale)));
    Repository::<Customer, _>::new(db).remove(ann.id).unwrap();
    assert!(matches!(Repository::new(db).save(&second), Err(Failure::NotFound)));
}

#[test]
fn lists_and_pages_meet_their_conditions() {
    let db = &mut shop();
    for number in 1..=5 {
        let name = if number % 2 == 1 { "odd" } else { "even" };
        let customer = Customer::new(name, &format!("{number}@example.org"));
        Repository::new(db).add(&customer).unwrap();
    }
    let odd = || vec![customers::name.eq("odd")];
    let ids = |list: Vec<Customer>| list.iter().map(|customer| customer.id).collect::<Vec<_>>();
    let mut repository = Repository::<Customer, _>::new(db);
    assert_eq!(ids(repository.list(odd()).unwrap()), [1, 3, 5]);
    assert_eq!(ids(repository.page(odd(), None, 2).unwrap()), [1, 3]);
    assert_eq!(ids(repository.page(odd(), Some(3), 2).unwrap()), [5]);
    assert_eq!(repository.count(odd()).unwrap(), 3);
    assert_eq!(repository.count(vec![]).unwrap(), 5);
}

#[test]
fn an_order_of_nobody_leaves_nothing() {
    let db = &mut shop();
    let nobody = Customer { id: 7, ..Customer::new("No", "no@example.org") };
    assert!(matches!(order_for(db, &nobody, "tea", 450), Err(Failure::NotFound)));
    assert_eq!(Repository::<Order, _>::new(db).count(vec![]).unwrap(), 0);
}
