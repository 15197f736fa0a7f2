package sigillo.clients;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import sigillo.autoconfig.Offered;
import sigillo.preflight.Result;
import sigillo.preflight.Words;

/**
 * What a program asks over HTTPS before it knows anything. {@code body}: of a POST; empty: a GET. {@code wanted}: doors of which the answer must
 * tell; else somebody else answers there.
 */
record WebStep(Way way, String name, String host, int port, String path, Optional<String> body, List<Offered> wanted) {
    Result look() {
        return way.go(name, host, port, wire -> {
            way.secure(wire, host);
            var asked = new Asked(wire);
            asked.say(request());
            return judged(asked.rest());
        });
    }

    private String request() {
        var head = (body.isPresent() ? "POST " : "GET ") + path + " HTTP/1.1\r\nHost: " + host + (port == 443 ? "" : ":" + port) + "\r\nUser-Agent: Sigillo\r\nConnection: close\r\n";
        return body.map(text -> head + "Content-Type: text/xml\r\nContent-Length: " + (text.getBytes(StandardCharsets.UTF_8).length + 2) + "\r\n\r\n" + text).orElse(head);
    }

    private Result judged(String answer) {
        var status = answer.lines().findFirst().orElse("");
        if (!status.matches("HTTP/1\\.[01] 200\\b.*")) {
            return Result.wrong(name, Words.of("https://%s%s answers \"%s\".", "https://%s%s risponde \"%s\".", host, shown(), status.substring(0, Math.min(60, status.length())).replaceAll("[^ -~]", "?")),
                Words.of("Look whether %s leads to this server: sigillo dns check.", "Controllare che %s porti a questo server: sigillo dns check.", host));
        }
        boolean tells = wanted.stream().allMatch(door -> answer.contains(door.host()) && answer.contains(String.valueOf(door.port())));
        if (!tells) {
            return Result.wrong(name, Words.of("https://%s tells of other servers than this one.", "https://%s indica server diversi da questo.", host),
                Words.of("Somebody else answers at %s: let it lead here.", "A %s risponde qualcun altro: farlo portare qui.", host));
        }
        return Result.fine(name, Words.of("https://%s%s tells of this server.", "https://%s%s indica questo server.", host, shown()));
    }

    private String shown() { return path.replaceFirst("\\?.*", ""); }
}
