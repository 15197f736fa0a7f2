package sigillo.web;

import sigillo.correspondents.CertificateLookup;
import sigillo.correspondents.PublishedCertificates;
import sigillo.vault.Vault;

/** What owners' browsers encrypt and sign by themselves, as far as a server has a part in it. */
public record EndToEnd(Vault vault, PublishedCertificates published, CertificateLookup lookup, OwnLedger ledger) {}
