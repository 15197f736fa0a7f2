package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Programs of others that sign messages and verify signatures. What they ask of DNS is in a file that they are given. Each
 * call is a process of its own; the files are in {@code folder}.
 */
public enum DkimPeer {
    /** python3-dkim. */
    DKIMPY {
        @Override public boolean isInstalled() { return exists("/usr/lib/python3/dist-packages/dkim/__init__.py"); }

        /** Its Ed25519 is a package of its own. */
        @Override public boolean knowsEd25519() { return exists("/usr/lib/python3/dist-packages/nacl/__init__.py"); }

        @Override byte[] sign(Path folder, Signing signing) {
            write(folder, "sign.py", """
                import sys, dkim
                key, selector, domain, algorithm, kind = sys.argv[1:]
                header, body = kind.split('/')
                message = sys.stdin.buffer.read()
                field = dkim.sign(message, selector.encode(), domain.encode(), open(key, 'rb').read(),
                    canonicalize=(header.encode(), body.encode()), signature_algorithm=algorithm.encode())
                sys.stdout.buffer.write(field + message)
                """);
            var key = signing.isRsa() ? pem(folder, signing.key) : write(folder, "seed", seed(signing.key));
            return filtered(folder, signing.message, "/usr/bin/python3", "sign.py", key, signing.selector, signing.domain, signing.algorithm(),
                signing.canonicalization);
        }

        @Override List<String> results(Path folder, byte[] message) {
            write(folder, "verify.py", """
                import socket, struct, sys, dkim
                records = dict(line.rstrip('\\n').split(' ', 1) for line in open('keys'))
                def ask(name, timeout=5):
                    if 'dns' in records: return of_dns(name.rstrip(b'.'), int(records['dns']))
                    return records.get(name.decode().rstrip('.').lower(), '').encode() or None
                def of_dns(name, port):
                    question = b''.join(struct.pack('B', len(l)) + l for l in name.split(b'.')) + b'\\0' + struct.pack('>HH', 16, 1)
                    query = struct.pack('>HHHHHH', 7, 0x100, 1, 0, 0, 0) + question
                    with socket.create_connection(('127.0.0.1', port), 5) as wire:
                        wire.sendall(struct.pack('>H', len(query)) + query)
                        said = wire.makefile('rb')
                        answer = said.read(struct.unpack('>H', said.read(2))[0])
                    if struct.unpack('>H', answer[6:8])[0] == 0: return None
                    at = 12 + len(question) + 12
                    end = at + struct.unpack('>H', answer[at - 2:at])[0]
                    text = b''
                    while at < end:
                        text += answer[at + 1:at + 1 + answer[at]]
                        at += 1 + answer[at]
                    return text
                message = sys.stdin.buffer.read()
                if sys.argv[1:] == ['arc']:
                    print(dkim.arc_verify(message, dnsfunc=ask)[0].decode())
                    sys.exit()
                checked = dkim.DKIM(message)
                for i in range(len([n for n, _ in checked.headers if n.lower() == b'dkim-signature'])):
                    try:
                        print('pass' if checked.verify(idx=i, dnsfunc=ask) else 'fail')
                    except dkim.DKIMException as wrong:
                        print('error:', wrong)
                """);
            return lines(filtered(folder, message, "/usr/bin/python3", "verify.py"));
        }

        @Override String arc(Path folder, byte[] message) { return text(filtered(folder, message, "/usr/bin/python3", "verify.py", "arc")).strip(); }
    },

    /** libmail-dkim-perl. */
    MAIL_DKIM {
        @Override public boolean isInstalled() { return exists("/usr/share/perl5/Mail/DKIM/Verifier.pm"); }

        @Override public boolean knowsEd25519() { return false; }

        @Override byte[] sign(Path folder, Signing signing) {
            write(folder, "sign.pl", """
                use strict; use Mail::DKIM::Signer;
                my ($key, $selector, $domain, $algorithm, $kind) = @ARGV;
                my $signer = Mail::DKIM::Signer->new(Algorithm => $algorithm, Method => $kind, Domain => $domain, Selector => $selector, KeyFile => $key);
                binmode STDIN; binmode STDOUT; local $/;
                my $message = <STDIN>;
                $signer->PRINT($message); $signer->CLOSE;
                print $signer->signature->as_string, "\\r\\n", $message;
                """);
            return filtered(folder, signing.message, "/usr/bin/perl", "sign.pl", pem(folder, signing.key), signing.selector, signing.domain,
                signing.algorithm(), signing.canonicalization);
        }

        @Override List<String> results(Path folder, byte[] message) {
            write(folder, "verify.pl", """
                use strict; use Mail::DKIM::Verifier; use Mail::DKIM::DNS; use Net::DNS; use Net::DNS::Resolver;
                package Keys;
                sub new { bless {}, shift }
                sub errorstring { 'NOERROR' }
                sub send {
                    my ($self, $name, $type) = @_;
                    my $answer = Net::DNS::Packet->new($name, $type);
                    local $/ = "\\n"; # a line each, although the message is read whole
                    open my $keys, '<', 'keys';
                    while (<$keys>) {
                        chomp; my ($owner, $text) = split / /, $_, 2;
                        next unless lc $owner eq lc $name;
                        $answer->push(answer => Net::DNS::RR->new(owner => $name, type => 'TXT', txtdata => [unpack '(A250)*', $text]));
                    }
                    return $answer;
                }
                package main;
                open my $first, '<', 'keys';
                my $resolver = <$first> =~ /^dns (\\d+)/ ? Net::DNS::Resolver->new(nameservers => ['127.0.0.1'], port => $1, recurse => 1) : Keys->new;
                Mail::DKIM::DNS::resolver($resolver);
                my $checked = Mail::DKIM::Verifier->new;
                binmode STDIN; local $/;
                $checked->PRINT(scalar <STDIN>); $checked->CLOSE;
                print $_->result, "\\n" for $checked->signatures;
                """);
            return lines(filtered(folder, message, "/usr/bin/perl", "verify.pl"));
        }
    },

    /** opendkim, as a filter without a mail server. */
    OPENDKIM {
        private static final Pattern FIELD = Pattern.compile("hname='DKIM-Signature' hvalue='([^']*)'");
        private static final Pattern RESULT = Pattern.compile("\\bdkim=([a-z]+)");

        @Override public boolean isInstalled() { return exists("/usr/sbin/opendkim"); }

        @Override public boolean knowsEd25519() { return false; }

        @Override byte[] sign(Path folder, Signing signing) {
            write(folder, "sign.conf", "Mode s\nDomain " + signing.domain + "\nSelector " + signing.selector + "\nKeyFile " + folder.resolve(pem(folder, signing.key))
                + "\nCanonicalization " + signing.canonicalization + "\nInternalHosts 0.0.0.0/0,::/0\nRequireSafeKeys false\nSyslog no\n");
            var printed = text(filtered(folder, signing.message, "/usr/sbin/opendkim", "-x", "sign.conf", "-t", "-", "-vv"));
            var field = FIELD.matcher(printed);
            if (!field.find()) throw new AssertionError("it did not sign:\n" + printed);
            return concat("DKIM-Signature: " + field.group(1).replace("\n", "\r\n") + "\r\n", signing.message);
        }

        @Override List<String> results(Path folder, byte[] message) {
            write(folder, "verify.conf", "Mode v\nTestPublicKeys " + folder.resolve("keys") + "\nSyslog no\n");
            var printed = text(filtered(folder, message, "/usr/sbin/opendkim", "-x", "verify.conf", "-t", "-", "-vv"));
            return RESULT.matcher(printed).results().map(found -> found.group(1)).toList();
        }
    };

    private record Signing(byte[] message, PrivateKey key, String domain, String selector, String canonicalization) {
        boolean isRsa() { return key.getAlgorithm().equals("RSA"); }

        String algorithm() { return isRsa() ? "rsa-sha256" : "ed25519-sha256"; }
    }

    public abstract boolean isInstalled();

    public abstract boolean knowsEd25519();

    abstract byte[] sign(Path folder, Signing signing);

    abstract List<String> results(Path folder, byte[] message);

    /** The message with its signature field on top. {@code canonicalization}: "relaxed/simple". */
    public byte[] signed(Path folder, byte[] message, PrivateKey key, String domain, String selector, String canonicalization) {
        return sign(folder, new Signing(message, key, domain, selector, canonicalization));
    }

    /** What it says of each signature, "pass" or another word. {@code keys}: key records by name. */
    public List<String> verified(Path folder, byte[] message, Map<String, String> keys) {
        var text = new StringBuilder();
        keys.forEach((name, record) -> text.append(name).append(' ').append(record).append('\n'));
        write(folder, "keys", text.toString());
        return results(folder, message);
    }

    /** The same, by the DNS of loopback at this port. */
    public List<String> verified(Path folder, byte[] message, int dnsPort) {
        write(folder, "keys", "dns " + dnsPort + "\n");
        return results(folder, message);
    }

    /** What it says of a chain of ARC, after the DNS of loopback at this port: pass, fail or none. */
    public String arcVerified(Path folder, byte[] message, int dnsPort) {
        verified(folder, message, dnsPort);
        return arc(folder, message);
    }

    /** In the folder where it has just verified. */
    String arc(Path folder, byte[] message) { throw new UnsupportedOperationException(name()); }

    private static boolean exists(String path) { return Files.exists(Path.of(path)); }

    /** Runs it in the folder, with {@code input} at its standard input; what it printed. */
    private static byte[] filtered(Path folder, byte[] input, String... command) {
        try {
            Files.write(folder.resolve("in"), input);
            var line = new StringBuilder("cd '" + folder + "' &&");
            for (var word : command) line.append(" '").append(word).append('\'');
            Program.run(Duration.ofSeconds(60), "sh", "-c", line + " < in > out").orFail();
            return Files.readAllBytes(folder.resolve("out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String write(Path folder, String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String pem(Path folder, PrivateKey key) {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return write(folder, "key.pem", "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    }

    private static String seed(PrivateKey key) {
        var encoded = key.getEncoded();
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    private static String text(byte[] octets) { return new String(octets, StandardCharsets.ISO_8859_1); }

    private static List<String> lines(byte[] printed) { return new ArrayList<>(text(printed).lines().toList()); }

    private static byte[] concat(String head, byte[] tail) {
        var first = head.getBytes(StandardCharsets.ISO_8859_1);
        var all = Arrays.copyOf(first, first.length + tail.length);
        System.arraycopy(tail, 0, all, first.length, tail.length);
        return all;
    }
}
