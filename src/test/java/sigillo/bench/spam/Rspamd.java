package sigillo.bench.spam;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import sigillo.bench.ProcessTree;
import sigillo.peers.Ports;
import sigillo.peers.Program;
import tools.jackson.databind.ObjectMapper;

/** Debian's Rspamd with its own settings, what it learns in a Redis of its own; no DNS answers. */
final class Rspamd implements Contender {
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private final int normal = Ports.free();
    private final int controller = Ports.free();
    private final int redis = Ports.free();
    private final Program store;
    private final Program filter;

    static boolean isInstalled() { return Program.isInstalled("rspamd") && Program.isInstalled("redis-server"); }

    Rspamd(Path parent) throws IOException {
        var folder = Files.createDirectories(parent.resolve("rspamd"));
        for (var name : List.of("override.d", "local.d", "run", "db", "log")) Files.createDirectory(folder.resolve(name));
        configure(folder.resolve("override.d"));
        store = Program.start(folder.resolve("redis.log"), Map.of(), List.of("/usr/bin/redis-server", "--port", "" + redis,
            "--bind", "127.0.0.1", "--save", "", "--dir", folder.resolve("db").toString()));
        filter = Program.start(folder.resolve("rspamd.log"), Map.of(), List.of("/usr/bin/rspamd", "-i", "-f", "-c", "/etc/rspamd/rspamd.conf",
            "--var=LOCAL_CONFDIR=" + folder, "--var=DBDIR=" + folder.resolve("db"), "--var=RUNDIR=" + folder.resolve("run"),
            "--var=LOGDIR=" + folder.resolve("log")));
        Program.waitUntil("Rspamd runs", START, () -> !filter.isRunning() || isAnswering());
        if (!filter.isRunning()) throw new IOException("Rspamd has ended: " + filter.printed());
    }

    private void configure(Path folder) throws IOException {
        Files.writeString(folder.resolve("options.inc"), """
            dns { nameserver = ["127.0.0.1:%d"]; timeout = 0.1s; retransmits = 1; }
            local_addrs = [];
            disable_hyperscan = true;
            """.formatted(Ports.free()));
        Files.writeString(folder.resolve("worker-normal.inc"), "bind_socket = \"127.0.0.1:" + normal + "\"; count = 1;\n");
        Files.writeString(folder.resolve("worker-controller.inc"), "bind_socket = \"127.0.0.1:" + controller + "\"; secure_ip = [\"127.0.0.1\"];\n");
        Files.writeString(folder.resolve("worker-proxy.inc"), "enabled = false; count = 0; bind_socket = \"127.0.0.1:" + Ports.free() + "\";\n");
        Files.writeString(folder.resolve("redis.conf"), "servers = \"127.0.0.1:" + redis + "\";\n");
    }

    private boolean isAnswering() {
        try {
            return post(controller, "/ping", new byte[0]).body.startsWith("pong") && post(normal, "/ping", new byte[0]).body.startsWith("pong");
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override public String name() { return "Rspamd"; }

    /** Where it adds a header; beyond 15 it refuses. */
    @Override public double line() { return 6; }

    @Override public double score(LabelledMail mail) throws IOException {
        var answer = post(normal, "/checkv2", mail.octets());
        if (answer.status != 200) throw new IOException("Rspamd says " + answer.status + " " + answer.body);
        return new ObjectMapper().readTree(answer.body).get("score").asDouble();
    }

    /** 204: too short to be learnt from; 208: learnt before. */
    @Override public void learn(LabelledMail mail) throws IOException {
        var answer = post(controller, mail.isSpam() ? "/learnspam" : "/learnham", mail.octets());
        if (answer.status != 200 && answer.status != 208 && answer.status != 204)
            throw new IOException("Rspamd says " + answer.status + " " + answer.body);
    }

    private record Answer(int status, String body) {}

    /** Not by java.net.http: an answer 204 with a length, as Rspamd gives, is an error to it. */
    private static Answer post(int port, String path, byte[] octets) throws IOException {
        var connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setReadTimeout((int) ANSWER.toMillis());
        connection.setDoOutput(true);
        try (var out = connection.getOutputStream()) {
            out.write(octets);
        }
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override public double cpu() { return ProcessTree.of(filter.pid(), store.pid()).cpuSeconds(); }

    @Override public void close() {
        filter.close();
        store.close();
    }
}
