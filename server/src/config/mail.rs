//! What the configuration of mail has to be, told at the start.

use super::Mail;
use std::path::Path;

/// What is wrong, in words for whoever runs the portal.
pub(super) fn check(mail: &Mail) -> Result<(), String> {
    if mail.smtp.is_some() != mail.from.is_some() {
        return Err("mail: smtp and from belong together".to_owned());
    }
    if mail.password.is_some() && mail.password_file.is_some() {
        return Err("mail: password and password_file exclude each other".to_owned());
    }
    match mail.digest_hour {
        Some(hour) if hour > 23 => Err(format!("mail: digest_hour {hour} is not from 0 to 23")),
        _ => Ok(()),
    }
}

/// Finds the password where it was put: `TANDEM_SMTP_PASSWORD`, else the file, else what the configuration says itself.
pub(super) fn find_password(
    mail: &mut Mail,
    folder: &Path,
    environment: Option<String>,
) -> Result<(), String> {
    if let Some(password) = environment {
        mail.password = Some(password);
    } else if let Some(file) = &mail.password_file {
        let path = folder.join(file);
        let text = std::fs::read_to_string(&path);
        let text = text.map_err(|cause| format!("mail: {}: {cause}", path.display()))?;
        mail.password = Some(text.trim().to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_without_a_sender_and_an_hour_that_isnt_are_told() {
        let good = Mail {
            smtp: Some("smtp://localhost".into()),
            from: Some("a@b.example".into()),
            ..Mail::default()
        };
        assert!(check(&good).is_ok() && check(&Mail::default()).is_ok());
        assert!(check(&Mail { from: None, ..good.clone() }).is_err());
        assert!(check(&Mail { digest_hour: Some(24), ..good.clone() }).is_err());
        let both = Mail { password: Some("x".into()), password_file: Some("y".into()), ..good };
        assert!(check(&both).is_err());
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("smtp.secret"), "filed\n").unwrap();
        let mut mail = Mail { password_file: Some("smtp.secret".into()), ..Mail::default() };
        find_password(&mut mail, folder.path(), None).unwrap();
        assert_eq!(mail.password.as_deref(), Some("filed"));
        find_password(&mut mail, folder.path(), Some("told".into())).unwrap();
        assert_eq!(mail.password.as_deref(), Some("told"));
        let mut gone = Mail { password_file: Some("gone".into()), ..Mail::default() };
        assert!(find_password(&mut gone, folder.path(), None).is_err());
    }
}
