package sigillo.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import sigillo.admin.Answer;
import sigillo.admin.OverSocket;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.peers.Program;
import tools.jackson.databind.JsonNode;

/** Asks a shipped server over its operator's socket what a {@link Site} is asked. */
final class Steward {
    private static final int LISTED_MAX = 10_000;
    private static final Duration DONE_MAX = Duration.ofSeconds(60);

    private final Supplier<Path> folder;
    private final Function<String, String> address;
    private final Function<String, String> password;

    /** {@code folder}: of a server that runs. {@code address} and {@code password}: of accounts of the site. */
    Steward(Supplier<Path> folder, Function<String, String> address, Function<String, String> password) {
        this.folder = folder;
        this.address = address;
        this.password = password;
    }

    Answer ask(Request request) {
        try (var operator = OverSocket.connect(folder.get().resolve("run/operator.sock"))
            .orElseThrow(() -> new IOException("no server"))) {
            return operator.ask(request);
        } catch (IOException gone) {
            return new Answer.Failed(gone.getMessage());
        }
    }

    /** Of a cluster that was cut off just now it may need some attempts. */
    private JsonNode done(Request request) {
        for (long until = System.nanoTime() + DONE_MAX.toNanos(); ; Program.pause(200)) {
            switch (ask(request)) {
                case Answer.Done(var result) -> { return (JsonNode) result; }
                case Answer.Failed failed -> {
                    if (System.nanoTime() > until) throw new AssertionError(request + " -> " + failed);
                }
            }
        }
    }

    private Request list(String account) {
        return new Request.ListExpunged(Address.of(address.apply(account)), LISTED_MAX,
            Optional.of(password.apply(account)));
    }

    /** The subject of a message is its Message-ID; what it says is not told. */
    Map<String, List<String>> expunged(String account) {
        var all = new HashMap<String, List<String>>();
        for (var line : done(list(account))) {
            var id = line.path("subject").asString("");
            if (id.endsWith("@client.test>")) all.computeIfAbsent(id, _ -> new ArrayList<>()).add(Site.NOT_TOLD);
        }
        return all;
    }

    boolean undelete(String account, String id, String mailbox) {
        if (!(ask(list(account)) instanceof Answer.Done(var lines))) return false;
        for (var line : (JsonNode) lines) {
            if (!line.path("subject").asString("").equals(id)) continue;
            return ask(new Request.Undelete(Address.of(address.apply(account)), List.of(line.get("number").asLong()),
                Optional.of(mailbox), Optional.of(password.apply(account)))) instanceof Answer.Done;
        }
        return false;
    }

    List<String> verify(String account) {
        var faults = new ArrayList<String>();
        done(new Request.VerifyAccount(Address.of(address.apply(account)))).get("faults")
            .forEach(fault -> faults.add(fault.asString()));
        return faults;
    }

    /** What waits, for people. */
    String waiting() { return done(new Request.ListQueue(Optional.empty(), 5)).toString(); }

    /** What waits for a later time is tried at once. */
    boolean isEmptied() {
        if (done(new Request.ListQueue(Optional.empty(), 1)).isEmpty()) return true;
        ask(new Request.OrderQueue(Request.QueueOrder.RETRY, Optional.empty(), Optional.empty(), Optional.empty(),
            true));
        Program.pause(50);
        return false;
    }
}
