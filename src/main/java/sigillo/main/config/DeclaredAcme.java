package sigillo.main.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.certificates.AcmeSettings;
import sigillo.certificates.ProofKind;

/** Of whom certificates are ordered. */
final class DeclaredAcme {
    private static final Kind<URI> DIRECTORY = new Kind<>(DeclaredAcme::https, URI::toString,
        "the https:// address of an authority's directory would be right");
    private static final Kind<String> NAME = Kind.TEXT.where(
        text -> text.length() <= 253 && text.matches("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62})){1,20}"),
        "a name such as \"www.home.example\" would be right");
    private static final Kind<ProofKind> PROOF = new Kind<>(ProofKind::of, ProofKind::text, "one of http-01, tls-alpn-01, dns-01 would be right");
    private static final Kind<String> ALGORITHM = Kind.TEXT.where(text -> text.matches("hmac-sha(256|384|512)"),
        "one of hmac-sha256, hmac-sha384, hmac-sha512 would be right");
    private static final Kind<Duration> SETTLING = Kind.DURATION.where(time -> time.toMinutes() <= 30, "a duration up to \"30 minutes\" would be right");
    private static final Kind<Duration> PATIENCE = Kind.DURATION.where(time -> time.toMinutes() <= 5, "a duration up to \"5 minutes\" would be right");
    private static final Kind<String> PROFILE = Kind.TEXT.where(text -> text.matches("[A-Za-z0-9._-]{1,64}"), "a word of the authority's would be right");

    private DeclaredAcme() {}

    private static Optional<URI> https(String text) {
        try {
            var uri = new URI(text);
            return Optional.of(uri).filter(one -> "https".equals(one.getScheme()) && one.getHost() != null && one.getUserInfo() == null);
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }

    static Config.Acme settings(Section top) {
        var here = top.section("acme", """
            Certificates that mail programs trust, ordered of an authority and renewed by themselves (docs/certificates.md). Until
            the first has come, that of [tls] is served, or the server's own.""");
        boolean isAgreed = here.flag("agree_to_terms", false,
            "true: you agree to the terms of the authority (Let's Encrypt: https://letsencrypt.org/repository), and certificates are ordered.");
        var directory = here.value("directory", DIRECTORY, URI.create("https://acme-v02.api.letsencrypt.org/directory"), "Of the authority.");
        var contact = here.maybe("contact", Kind.ADDRESS, "An address that the authority may write to.");
        var names = here.list("names", NAME, List.of(),
            "Other names that shall be in the certificate: those of the hostname and of mta-sts. hosts are there by themselves.");
        var proofs = here.list("proofs", PROOF, List.of(ProofKind.values()), """
            How it is shown that a name is ours, tried in this order: http-01 needs port 80 of [listeners.http], tls-alpn-01 port
            443 of [listeners.https], dns-01 the settings below [acme.dns].""");
        var profile = here.maybe("profile", PROFILE, "The kind of certificate, as the authority calls it. Default: its own choice.");
        var key = here.value("key", Kind.oneOf(AcmeSettings.KeyKind.class), AcmeSettings.KeyKind.EC, "ec or rsa, of a key that is made anew.");
        var trust = here.file("trust", "Who signs the authority's own HTTPS, in PEM: for one of your own. Default: those whom Java trusts.");
        var patience = here.value("patience", PATIENCE, AcmeSettings.PATIENCE, "So long the authority may take for one answer.");
        var external = external(here);
        var dns = dns(here);
        here.end();
        return new Config.Acme(isAgreed, directory, contact.map(Address::toString), names, proofs, profile, key, trust, external, dns, patience);
    }

    private static Optional<AcmeSettings.External> external(Section acme) {
        var id = acme.maybe("account_id", Kind.USER, "Of an account that was made at the authority's pages, where it wants one.");
        var secret = acme.secret("account_key", "Its key, in base64url.");
        if (id.isPresent() != secret.isPresent()) acme.wrong(id.isPresent() ? "account_id" : "account_key", "account_id and account_key belong together");
        if (secret.filter(text -> decoded(Base64.getUrlDecoder(), text).isEmpty()).isPresent()) acme.wrong("account_key", "it is not base64url");
        return id.flatMap(name -> secret.map(word -> new AcmeSettings.External(name, word.value())));
    }

    private static Optional<byte[]> decoded(Base64.Decoder decoder, Secret secret) {
        try {
            return Optional.of(decoder.decode(secret.value())).filter(octets -> octets.length > 0);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static Optional<Config.DnsUpdates> dns(Section acme) {
        var here = acme.section("dns", "For dns-01: the DNS server that lets us change records (RFC 2136), by a shared key (TSIG).");
        var server = here.maybe("server", Kind.DNS_SERVER, "Its address, with a port if it is not 53.");
        var key = here.maybe("key", NAME.where(name -> !name.startsWith("*"), "the name of a key such as \"acme.home.example\" would be right"), "The name of the key.");
        var algorithm = here.value("algorithm", ALGORITHM, "hmac-sha256", "");
        var secret = here.secret("secret", "The key, in base64.");
        var zone = here.maybe("zone", Kind.DOMAIN, "The zone that is changed. Default: that server is asked for it.");
        var settling = here.value("settling", SETTLING, Duration.ofSeconds(30), "So long it takes until all servers of the zone show a change.");
        var octets = secret.flatMap(word -> decoded(Base64.getDecoder(), word));
        if (secret.isPresent() && octets.isEmpty()) here.wrong("secret", "it is not base64");
        boolean isWhole = server.isPresent() && key.isPresent() && secret.isPresent();
        boolean isAny = server.isPresent() || key.isPresent() || secret.isPresent();
        if (isAny && !isWhole) here.wrong(server.isPresent() ? "server" : key.isPresent() ? "key" : "secret", "server, key and secret belong together");
        here.end();
        if (!isWhole || octets.isEmpty()) return Optional.empty();
        return Optional.of(new Config.DnsUpdates(server.get(), key.get(), algorithm, octets.get(), zone, settling));
    }
}
