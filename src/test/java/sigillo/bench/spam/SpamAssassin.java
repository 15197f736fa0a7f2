package sigillo.bench.spam;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import sigillo.bench.ProcessTree;
import sigillo.peers.Ports;
import sigillo.peers.Program;

/** Debian's spamd with its own rules and scores, without the network; it learns what it is told and nothing by itself. */
final class SpamAssassin implements Contender {
    private static final Duration START = Duration.ofMinutes(5);
    private static final int ANSWER_MS = 300_000;
    /** {@code Spam: True ; 15.2 / 5.0} */
    private static final Pattern SCORE = Pattern.compile("(?m)^Spam: \\S+ ; (-?[0-9.]+) /");

    private final int port = Ports.free();
    private final Program program;

    static boolean isInstalled() { return Program.isInstalled("spamd"); }

    SpamAssassin(Path parent) throws IOException {
        var folder = Files.createDirectories(parent.resolve("spamassassin"));
        var learnt = Files.createDirectories(folder.resolve("learnt"));
        Program.letOthersPass(learnt);
        Program.run(Duration.ofSeconds(10), "chmod", "a+rwx", learnt.toString()).orFail();
        program = Program.start(folder.resolve("log"), Map.of(), List.of("/usr/sbin/spamd", "-L", "-x", "--allow-tell", "-u", "nobody", "-H", learnt.toString(),
            "--max-children", "1", "--max-conn-per-child", "100000", "--listen", "127.0.0.1:" + port, "-s", "stderr",
            "--cf=bayes_path " + learnt.resolve("bayes"), "--cf=bayes_auto_learn 0", "--cf=bayes_auto_expire 0"));
        Program.waitUntil("spamd runs", START, () -> !program.isRunning() || program.printed().contains("server started"));
        if (!program.isRunning()) throw new IOException("spamd has ended: " + program.printed());
    }

    @Override public String name() { return "SpamAssassin"; }

    @Override public double line() { return 5; }

    @Override public double score(LabelledMail mail) throws IOException {
        var answer = ask("CHECK", "", mail.octets());
        var score = SCORE.matcher(answer);
        if (!score.find()) throw new IOException("spamd says " + answer);
        return Double.parseDouble(score.group(1));
    }

    @Override public void learn(LabelledMail mail) throws IOException {
        var answer = ask("TELL", "Message-class: " + (mail.isSpam() ? "spam" : "ham") + "\r\nSet: local\r\n", mail.octets());
        if (!answer.contains(" EX_OK")) throw new IOException("spamd says " + answer);
    }

    private String ask(String what, String lines, byte[] mail) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(ANSWER_MS);
            var head = what + " SPAMC/1.5\r\n" + lines + "User: nobody\r\nContent-length: " + mail.length + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(mail);
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override public double cpu() { return ProcessTree.of(program.pid()).cpuSeconds(); }

    @Override public void close() { program.close(); }
}
