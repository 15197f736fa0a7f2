package sigillo.main.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import sigillo.moving.Source;

/** Another server that mail is taken from, over IMAP. Its password is never a word of the command line. */
final class SourceOptions {
    private static final Pattern HOST = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\[\\]]+))(?::(\\d{1,5}))?");
    private static final int CERTIFICATES_OCTETS_MAX = 256 << 10;
    private static final int IMAPS = 993;
    private static final int IMAP = 143;

    @Option(names = "--imap", required = true, paramLabel = "HOST[:PORT]", description = "Take the mail from this server, again and again until you switch: what is new, and what is marked otherwise. Port 993, and 143 with --starttls.")
    private String server;

    @Option(names = "--user", required = true, paramLabel = "NAME", description = "The name there.")
    private String user;

    @Option(names = "--source-secret-file", paramLabel = "FILE", description = "The password there is the first line of this file; otherwise it is asked for.")
    private Path secretFile;

    @Option(names = "--token", description = "What is asked for is an access token (OAUTHBEARER, XOAUTH2) instead of a password.")
    private boolean token;

    @Option(names = "--starttls", description = "Begin TLS by STARTTLS. Port 143 does so by itself.")
    private boolean startTls;

    @Option(names = "--ca", paramLabel = "FILE", description = "Believe certificates that these authorities, in PEM, have signed, and no others.")
    private Path authorities;

    @Option(names = "--fingerprint", paramLabel = "SHA256", description = "Believe the certificate of this fingerprint, and no other.")
    private String fingerprint;

    @Option(names = "--without-tls", description = "In clear: on this machine only.")
    private boolean withoutTls;

    @Option(names = "--follow-deletes", description = "What an earlier run took and is gone there goes here too, where nobody has touched it.")
    private boolean followsDeletes;

    boolean followsDeletes() { return followsDeletes; }

    /** Asks for the secret, last. Throws {@link Failure} for what cannot be. */
    Source read() {
        var place = HOST.matcher(server);
        if (!place.matches()) throw new Failure("--imap: '" + server + "' is not a host, or a host and a port");
        var host = place.group(1) != null ? place.group(1) : place.group(2);
        var given = Optional.ofNullable(place.group(3)).map(Integer::parseInt);
        if (given.isPresent() && (given.get() < 1 || given.get() > 65_535)) throw new Failure("--imap: there is no port " + given.get());
        if (startTls && withoutTls) throw new Failure("either --starttls or --without-tls");
        var encryption = withoutTls ? Source.Encryption.NONE
            : startTls || given.equals(Optional.of(IMAP)) ? Source.Encryption.STARTTLS : Source.Encryption.IMPLICIT;
        int port = given.orElse(encryption == Source.Encryption.IMPLICIT ? IMAPS : IMAP);
        var trust = new Source.Trust(Optional.ofNullable(authorities).map(SourceOptions::text), Optional.ofNullable(fingerprint).map(SourceOptions::hexadecimal));
        return new Source(host, port, encryption, trust, user, secret(host), token ? Source.Way.TOKEN : Source.Way.PASSWORD);
    }

    private String secret(String host) {
        var what = token ? "token" : "password";
        return secretFile != null ? SecretLine.of(secretFile, what + " in its first line") : SecretLine.asked("The " + what + " at " + host + ": ");
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > CERTIFICATES_OCTETS_MAX) throw new Failure(file + " is too large for some certificates");
            return Files.readString(file);
        } catch (IOException e) {
            throw new Failure(file + " cannot be read as text");
        }
    }

    /** As OpenSSL prints it, with colons, or without. */
    private static String hexadecimal(String fingerprint) {
        var digits = fingerprint.replaceFirst("(?i)^sha256( fingerprint)?[=:]", "").replaceAll("[: ]", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]{64}")) throw new Failure("--fingerprint: 64 hexadecimal digits would be right, SHA-256 of the certificate");
        return digits;
    }
}
