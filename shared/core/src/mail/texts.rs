//! What messages say. Plain sentences, one link at most, and never whose password or code it is about to be.

use secrecy::{ExposeSecret as _, SecretString};

use super::Message;

fn message(to: &str, subject: &str, text: String) -> Message {
    let text = SecretString::from(format!("{text}\n\nFluo Console\n"));
    Message { to: to.to_owned(), subject: subject.to_owned(), text }
}

/// Where a secret is used: behind the `#`, which browsers tell nobody.
fn link(public_url: &str, path: &str, secret: &SecretString) -> String {
    format!("{public_url}{path}#{}", secret.expose_secret())
}

pub(crate) fn invitation(
    to: &str,
    by: &str,
    tenant: &str,
    public_url: &str,
    secret: &SecretString,
) -> Message {
    let link = link(public_url, "/invitation", secret);
    message(
        to,
        &format!("{by} invites you to {tenant}"),
        format!(
            "{by} invites you to {tenant} in Fluo Console. To accept, open this within seven days:\n\n{link}\n\n\
             If you do not know {by}, do nothing: without the link nobody comes in."
        ),
    )
}

pub(crate) fn reset(to: &str, public_url: &str, secret: &SecretString) -> Message {
    let link = link(public_url, "/reset", secret);
    message(
        to,
        "A new password for Fluo Console",
        format!(
            "Somebody, we hope you, asked for a new password for {to}. To choose one, open this within 30 minutes; \
             it works once:\n\n{link}\n\nIf it was not you, do nothing: your password stays as it is."
        ),
    )
}

pub(crate) fn password_changed(to: &str, public_url: &str) -> Message {
    message(
        to,
        "Your password was changed",
        format!(
            "The password of {to} in Fluo Console was changed, and your other sessions were ended.\n\n\
             If it was not you, ask for a new one at once at {public_url}/forgot, and tell your administrator."
        ),
    )
}

pub(crate) fn second_factor_changed(to: &str, has_one: bool) -> Message {
    let (subject, what) = match has_one {
        true => ("You have a second factor now", "Signing in now asks for a code of your authenticator app."),
        false => ("Your second factor was removed", "Signing in asks for the password alone again."),
    };
    message(
        to,
        subject,
        format!(
            "{what} This is about {to} in Fluo Console.\n\nIf it was not you, tell your administrator at once."
        ),
    )
}

pub(crate) fn leave_address(to: &str, new: &str, public_url: &str, secret: &SecretString) -> Message {
    let link = link(public_url, "/confirm-email", secret);
    message(
        to,
        "Your e-mail address is about to change",
        format!(
            "Somebody who is signed in as you wants your address in Fluo Console to be {new} instead of {to}. If it \
             is you, confirm it within a day:\n\n{link}\n\nIf it is not you, change your password: nothing changes \
             without this link."
        ),
    )
}

pub(crate) fn take_address(to: &str, public_url: &str, secret: &SecretString) -> Message {
    let link = link(public_url, "/confirm-email", secret);
    message(
        to,
        "Confirm your new e-mail address",
        format!(
            "Somebody wants to sign in to Fluo Console with {to}. If it is you, confirm it within a day:\n\n{link}\n\n\
             If it is not you, do nothing."
        ),
    )
}

/// To an address that somebody else's account is to have, or that signs up again.
pub(crate) fn address_taken(to: &str, public_url: &str) -> Message {
    message(
        to,
        "You have an account already",
        format!(
            "Somebody, perhaps you, gave {to} for an account in Fluo Console, but there is one already. Sign in at \
             {public_url}, or choose a new password at {public_url}/forgot.\n\nIf it was not you, do nothing."
        ),
    )
}

pub(crate) fn address_changed(to: &str, new: &str) -> Message {
    message(
        to,
        "Your e-mail address was changed",
        format!(
            "Your account in Fluo Console is reached at {new} from now on, no more at {to}.\n\n\
             If it was not you, tell your administrator at once."
        ),
    )
}
