package sigillo.main.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.certificates.AcmeSettings;
import sigillo.certificates.ProofKind;
import sigillo.providers.Access;
import sigillo.providers.ProviderKind;

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

    private static final Kind<ProviderKind> PROVIDER = new Kind<>(ProviderKind::of, ProviderKind::text, "one of " + ProviderKind.all() + " would be right");
    /** Of what a provider gives out. */
    private static final Kind<String> WORD = Kind.TEXT.where(text -> text.matches("[!-~]{1," + Access.CHARACTERS_MAX + "}"), "a word without blanks would be right");
    private static final Kind<String> REGION = Kind.TEXT.where(ProviderKind.OVH.regions()::contains,
        "one of " + String.join(", ", ProviderKind.OVH.regions()) + " would be right");

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
        var dns = here.section("dns", """
            Who lets us change the records of our domains, for sigillo dns publish and for dns-01: a DNS server by a shared key
            (RFC 2136, TSIG), or a provider by its own interface (docs/dns.md).""");
        var settling = dns.value("settling", SETTLING, Config.DnsUpdates.SETTLING, "So long it takes until all servers of the zone show a change.");
        var updates = updates(dns, settling);
        var provider = provider(dns, settling);
        if (updates.isPresent() && provider.isPresent()) dns.wrong("provider", "there is a server too; one of the two is enough");
        dns.end();
        here.end();
        return new Config.Acme(isAgreed, directory, contact.map(Address::toString), names, proofs, profile, key, trust, external, updates, provider, patience);
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

    private static Optional<Config.DnsUpdates> updates(Section here, Duration settling) {
        var server = here.maybe("server", Kind.DNS_SERVER, "Of a DNS server that takes changes: its address, with a port if it is not 53.");
        var key = here.maybe("key", NAME.where(name -> !name.startsWith("*"), "the name of a key such as \"acme.home.example\" would be right"), "The name of the key.");
        var algorithm = here.value("algorithm", ALGORITHM, "hmac-sha256", "");
        var secret = here.secret("secret", "The key, in base64.");
        var zone = here.maybe("zone", Kind.DOMAIN, "The zone that is changed. Default: that server is asked for it.");
        var octets = secret.flatMap(word -> decoded(Base64.getDecoder(), word));
        if (secret.isPresent() && octets.isEmpty()) here.wrong("secret", "it is not base64");
        boolean isWhole = server.isPresent() && key.isPresent() && secret.isPresent();
        boolean isAny = server.isPresent() || key.isPresent() || secret.isPresent();
        if (isAny && !isWhole) here.wrong(server.isPresent() ? "server" : key.isPresent() ? "key" : "secret", "server, key and secret belong together");
        if (!isWhole || octets.isEmpty()) return Optional.empty();
        return Optional.of(new Config.DnsUpdates(server.get(), key.get(), algorithm, octets.get(), zone, settling));
    }

    private static Optional<Config.DnsProvider> provider(Section here, Duration settling) {
        var kind = here.maybe("provider", PROVIDER, "Of a provider: " + ProviderKind.all() + ".");
        var id = here.maybe("id", WORD, "Of OVH the application key, of Route 53 the id of the access key; the others have none.");
        var token = token(here, "token", "What lets us in: the token; of OVH the application secret, of Route 53 the secret access key.");
        var consumer = token(here, "consumer", "Of OVH the consumer key.");
        var region = here.maybe("region", REGION, "Of OVH: eu, ca or us. Default: eu.");
        if (kind.isEmpty()) {
            token.ifPresent(_ -> here.wrong(here.isSet("token") ? "token" : "token_file", "whose it is, provider says"));
            return Optional.empty();
        }
        var access = new Access(kind.get(), id.orElse(""), token.orElse(""), consumer.orElse(""), region.orElse(""));
        boolean isReadable = token.isPresent() || !here.isSet("token_file");
        if (!access.isWhole() && isReadable) here.wrong("provider", kind.get().title() + " needs " + switch (kind.get().shape()) {
            case TOKEN -> "a token";
            case PAIR -> "id and token";
            case THREE -> "id, token and consumer";
        } + ", each without blanks");
        return Optional.of(access).filter(Access::isWhole).map(whole -> new Config.DnsProvider(whole, settling));
    }

    /** Itself, or the first line of a file; empty when that cannot be read, as by who is not the server's user. */
    private static Optional<String> token(Section here, String key, String comment) {
        var itself = here.secret(key, comment).map(Secret::value);
        var file = here.file(key + "_file", "Instead of " + key + ": the first line of this file.");
        if (itself.isPresent() && file.isPresent()) here.wrong(key + "_file", "there is a " + key + " too; one of the two is enough");
        return itself.or(() -> file.flatMap(DeclaredAcme::firstLine));
    }

    private static Optional<String> firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().map(String::strip).filter(line -> !line.isEmpty());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // Section.file has said that it cannot be read
        }
    }
}
