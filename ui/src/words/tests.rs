use super::*;

#[test]
fn another_language_replaces_what_it_says_and_leaves_the_rest() {
    assert_eq!(plain(0, "English"), "English");
    SPOKEN.set(Spoken { patterns: Some(&[Some("Deutsch"), None]), foreign: false });
    assert_eq!([plain(0, "English"), plain(1, "More"), plain(7, "Beyond")], ["Deutsch", "More", "Beyond"]);
}

#[test]
fn the_pseudo_language_says_every_message_longer() {
    let english = [try_again(), copy_refused(), sign_in_help()];
    speak_pseudo();
    let pseudo = [try_again(), copy_refused(), sign_in_help()];
    for (english, pseudo) in english.into_iter().zip(pseudo) {
        let (plain, longer) = (english.chars().count(), pseudo.chars().count());
        assert!(pseudo.starts_with('[') && longer * 10 >= plain * 12, "{english} {pseudo}");
    }
    assert_eq!(rules_count(1_284), "[1,284 rúúléés]".replace('s', "š"));
}
