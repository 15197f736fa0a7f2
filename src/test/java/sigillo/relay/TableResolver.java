package sigillo.relay;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sigillo.dns.DnsFailure;
import sigillo.resolver.Answer;
import sigillo.resolver.Resolver;

/**
 * The whole DNS of a test as lines: {@code remote.example MX 10 mx.remote.example},
 * {@code mx.remote.example A 127.0.0.1}, {@code x.example TEMPORARY}, {@code x.example EMPTY} (the name exists, without
 * records), {@code DEAD} (nobody answers). Every other name does not exist.
 */
final class TableResolver implements Resolver {
    private final Map<String, List<MailExchanger>> exchangers = new HashMap<>();
    private final Map<String, List<InetAddress>> addresses = new HashMap<>();
    private final Map<String, Boolean> temporary = new HashMap<>();
    private boolean dead;

    TableResolver(List<String> lines) { lines.forEach(this::read); }

    private void read(String line) {
        var words = line.split(" +");
        switch (words.length == 1 ? words[0] : words[1]) {
            case "MX" -> exchangers.computeIfAbsent(words[0], _ -> new ArrayList<>())
                .add(new MailExchanger(Integer.parseInt(words[2]), words[3].equals(".") ? "" : words[3]));
            case "A", "AAAA" -> addresses.computeIfAbsent(words[0], _ -> new ArrayList<>())
                .add(InetAddress.ofLiteral(words[2]));
            case "TEMPORARY" -> temporary.put(words[0], true);
            case "EMPTY" -> temporary.put(words[0], false);
            case "DEAD" -> dead = true;
            default -> throw new IllegalArgumentException(line);
        }
    }

    @Override public Answer<MailExchanger> mx(String domain) { return answer(domain, exchangers); }

    @Override public Answer<InetAddress> addresses(String host) { return answer(host, addresses); }

    private <T> Answer<T> answer(String name, Map<String, List<T>> records) {
        if (dead || temporary.getOrDefault(name, false)) return new Answer.Temporary<>(DnsFailure.TIMEOUT, "nobody answers for " + name);
        if (records.containsKey(name)) return new Answer.Found<>(records.get(name), false);
        boolean exists = exchangers.containsKey(name) || addresses.containsKey(name) || temporary.containsKey(name);
        return exists ? new Answer.NoData<>() : new Answer.NoSuchDomain<>();
    }

    @Override public Optional<String> trouble() { return dead ? Optional.of("no DNS server answers") : Optional.empty(); }
}
