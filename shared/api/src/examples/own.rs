//! Examples about a person's own account and its second factor.

use crate::device::{BeginDeviceLogin, DeviceLogin, DeviceLoginBegun, DeviceLoginState, PollDeviceLogin};
use crate::operations::{
    ApproveDeviceLogin, ChangeEmail, ConfirmSecondFactor, DenyDeviceLogin, DisableSecondFactor,
    EnrolSecondFactor, GetAccount, GetDeviceLogin, GetSecondFactor, GetSignInPolicy, ProveSession,
    PutSignInPolicy, RenameAccount, RenewRecoveryCodes, ResetSecondFactor,
};
use crate::profile::{ConfirmEmail, EmailConfirmation, ForgotPassword, Profile, ResetForgotten};
use crate::second_factor::{
    Enrolment, RecoveryCodes, SecondFactor, SecondFactorPolicy, SecondStepSignIn, SignInPolicy,
};
use crate::secret::Secret;
use crate::session::Done;
use crate::{Answer, Permission, Timestamp};

use super::access::{EMAIL, INVITATION_SECRET, MEMBER_ID, NEW_PASSWORD, PASSWORD};
use super::{Example, RAISED_AT};

/// The code that the program of the examples shows.
pub const USER_CODE: &str = "WDJB-MJHT";
/// The code that the app of the examples shows.
pub const CODE: &str = "492039";
const SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const QR_SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 53 53\">…</svg>";

pub(super) fn of_accounts() -> Vec<Example> {
    let disable = DisableSecondFactor { password: PASSWORD.into(), code: CODE.into() };
    let enrolment = Enrolment {
        secret: SECRET.into(),
        uri: format!("otpauth://totp/Fluo%20Console:ada%40example.com?secret={SECRET}&issuer=Fluo%20Console")
            .into(),
        qr_svg: QR_SVG.into(),
    };
    let approve = ApproveDeviceLogin {
        code: USER_CODE.to_owned(),
        permissions: vec![Permission::SignalsRead],
        days: 30,
    };
    let rename = RenameAccount { name: profile().name };
    let change_email = ChangeEmail { email: "ada.lovelace@example.com".to_owned() };
    vec![
        Example::of(&GetAccount {}, Answer::new(profile())),
        Example::of(&rename, Answer::new(profile())),
        Example::of(&change_email, Answer::new(Done {})),
        Example::of(&ProveSession { password: PASSWORD.into() }, Answer::new(Done {})),
        Example::of(
            &GetSecondFactor {},
            Answer::new(SecondFactor { since: Some(RAISED_AT), recovery_codes_left: 10, required: false }),
        ),
        Example::of(&EnrolSecondFactor {}, Answer::new(enrolment)),
        Example::of(&ConfirmSecondFactor { code: CODE.into() }, Answer::new(recovery_codes())),
        Example::of(&RenewRecoveryCodes { code: CODE.into() }, Answer::new(recovery_codes())),
        Example::of(&disable, Answer::new(Done {})),
        Example::of(&GetDeviceLogin { code: USER_CODE.to_owned() }, Answer::new(device())),
        Example::of(&approve, Answer::new(Done {})),
        Example::of(&DenyDeviceLogin { code: USER_CODE.to_owned() }, Answer::new(Done {})),
    ]
}

pub(super) fn of_tenants() -> Vec<Example> {
    let SignInPolicy { second_factor, idle_minutes, lifetime_hours } = policy();
    let put = PutSignInPolicy { second_factor, idle_minutes, lifetime_hours };
    vec![
        Example::of(&ResetSecondFactor { email: EMAIL.to_owned() }, Answer::new(Done {})),
        Example::of(&GetSignInPolicy {}, Answer::new(policy())),
        Example::of(&put, Answer::new(policy())),
    ]
}

/// An example of what `POST /sign-in/second-step` takes.
pub fn second_step_sign_in() -> SecondStepSignIn {
    SecondStepSignIn { code: CODE.into() }
}

/// An example of what `POST /forgot` takes.
pub fn forgot_password() -> ForgotPassword {
    ForgotPassword { email: EMAIL.to_owned() }
}

/// An example of what `POST /reset` takes.
pub fn reset_forgotten() -> ResetForgotten {
    ResetForgotten { secret: INVITATION_SECRET.into(), password: NEW_PASSWORD.into() }
}

/// An example of what `POST /confirm-email` takes, and of its answer.
pub fn confirm_email() -> (ConfirmEmail, EmailConfirmation) {
    (ConfirmEmail { secret: INVITATION_SECRET.into() }, EmailConfirmation { complete: false })
}

/// An example of what `POST /device/begin` takes, and of its answer.
pub fn begin_device_login() -> (BeginDeviceLogin, DeviceLoginBegun) {
    let DeviceLogin { user_code, client, expires_at, .. } = device();
    let begun = DeviceLoginBegun {
        device_code: INVITATION_SECRET.into(),
        path: format!("/device?code={user_code}"),
        user_code,
        expires_at,
        interval: 5,
    };
    (BeginDeviceLogin { client }, begun)
}

/// An example of what `POST /device/poll` takes, and of its answer.
pub fn poll_device_login() -> (PollDeviceLogin, DeviceLoginState) {
    (PollDeviceLogin { device_code: INVITATION_SECRET.into() }, DeviceLoginState::Waiting)
}

fn device() -> DeviceLogin {
    DeviceLogin {
        user_code: USER_CODE.to_owned(),
        client: "fluo-console on build-7".to_owned(),
        address: "192.0.2.9".to_owned(),
        created_at: RAISED_AT,
        expires_at: Timestamp(RAISED_AT.0 + 600_000_000),
        permissions: vec![Permission::SignalsRead, Permission::SignalsTriage],
    }
}

fn profile() -> Profile {
    Profile {
        id: MEMBER_ID.into(),
        name: "Ada Lovelace".to_owned(),
        email: EMAIL.to_owned(),
        pending_email: None,
        has_password: true,
    }
}

/// One that locks nobody out.
fn policy() -> SignInPolicy {
    SignInPolicy { second_factor: SecondFactorPolicy::Off, idle_minutes: 1_440, lifetime_hours: 720 }
}

fn recovery_codes() -> RecoveryCodes {
    let codes = ["k7v2mq-x4tz9d-b6hc3n-w5rj8p", "f3y6gs-d8nw2k-q4vx7m-t9bz5h"];
    RecoveryCodes { recovery_codes: codes.map(Secret::from).to_vec() }
}
