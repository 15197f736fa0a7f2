package sigillo.admin;

import sigillo.account.Accounts;
import sigillo.keyring.Keyring;
import sigillo.keyring.Level;
import sigillo.login.Credentials;
import sigillo.login.Departed;
import sigillo.login.Grants;
import sigillo.login.Kits;
import sigillo.login.SecondFactor;

/** What there is of accounts beside their entries in the directory. {@code level}: of new ones that ask for none. */
public record Residents(
        Accounts accounts, Keyring keyring, Credentials credentials, Grants grants, SecondFactor factor, Kits kits,
        Departed departed, Level level) {}
