package sigillo.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Nodemailer's server and client of SMTP, from npm: of the mail programs that can be had here the only ones that speak
 * REQUIRETLS (RFC 8689). Installed by ./test into target/peers; no Debian package of release 12 has it (Postfix from 3.11
 * on; Exim dropped its experiment in 4.93).
 */
public final class NodemailerPeer implements AutoCloseable {
    private static final Path FOLDER = Path.of("target/peers/nodemailer").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Prints a line for each message that it takes: its recipients, and whether its sender requires TLS all the way. */
    private static final String SERVER = """
        const { SMTPServer } = require('smtp-server'), fs = require('fs');
        const [host, port, chain, key, requireTls] = process.argv.slice(2);
        new SMTPServer({
          authOptional: true, disabledCommands: ['AUTH'], hideREQUIRETLS: requireTls !== 'offered',
          cert: fs.readFileSync(chain), key: fs.readFileSync(key),
          onData(stream, session, done) {
            stream.resume();
            stream.on('end', () => {
              console.log('took ' + session.envelope.rcptTo.map(to => to.address) + ' requireTLS=' + session.envelope.requireTLS);
              done();
            });
          },
        }).listen(Number(port), host, () => console.log('listening'));
        """;

    private static final String CLIENT = """
        const nodemailer = require('nodemailer'), fs = require('fs');
        const [port, name, ca, user, pass, to] = process.argv.slice(2);
        nodemailer.createTransport({ host: '127.0.0.1', port: Number(port), secure: false, requireTLS: true,
          tls: { servername: name, ca: fs.readFileSync(ca) }, auth: user ? { user, pass } : undefined })
          .sendMail({ from: user || 'bob@sender.test', to, subject: 'all the way', text: 'Hello.', requireTLSExtensionEnabled: true })
          .then(sent => console.log('sent: ' + sent.response), error => console.log('not sent: ' + error.code + ' ' + error.message));
        """;

    private final Program program;

    private NodemailerPeer(Program program) { this.program = program; }

    public static boolean isInstalled() {
        return Program.isInstalled("node") && Files.isDirectory(FOLDER.resolve("node_modules/smtp-server"));
    }

    /** One that takes whatever comes over STARTTLS; {@code offers}: REQUIRETLS. */
    public static NodemailerPeer server(Path folder, String host, int port, Path chain, Path key, boolean offers) {
        var log = folder.resolve("nodemailer-" + host + ".log");
        var program = Program.start(log, environment(), List.of("node", script(folder, "server.js", SERVER), host, "" + port,
            chain.toString(), key.toString(), offers ? "offered" : "hidden"));
        Program.waitUntil("Nodemailer listens:\n" + program.printed(), SOON,
            () -> program.printed().contains("listening") || !program.isRunning());
        if (!program.isRunning()) throw new AssertionError(program.printed());
        return new NodemailerPeer(program);
    }

    /** Sends a message that asks for REQUIRETLS; what came of it, in a line. Without {@code user} it does not sign in. */
    public static String sendRequiringTls(Path folder, int port, String name, Path ca, String user, String password, String to) {
        return Program.run(SOON, environment(),
            List.of("node", script(folder, "client.js", CLIENT), "" + port, name, ca.toString(), user, password, to)).orFail().printed();
    }

    private static Map<String, String> environment() { return Map.of("NODE_PATH", FOLDER.resolve("node_modules").toString()); }

    private static String script(Path folder, String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server has taken. */
    public List<String> taken() { return program.printed().lines().filter(line -> line.startsWith("took ")).toList(); }

    @Override public void close() { program.close(); }
}
