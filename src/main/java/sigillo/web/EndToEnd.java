package sigillo.web;

import java.util.function.Function;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.correspondents.CertificateLookup;
import sigillo.correspondents.PublishedCertificates;
import sigillo.vault.Vault;

/**
 * What owners' browsers encrypt and sign by themselves, as far as a server has a part in it. {@code accounts}: for
 * the text records that are made for them at level L2.
 */
public record EndToEnd(Vault vault, PublishedCertificates published, CertificateLookup lookup, OwnLedger ledger,
    Function<AccountId, Account> accounts) {}
