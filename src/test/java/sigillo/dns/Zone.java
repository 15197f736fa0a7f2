package sigillo.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The whole Internet of a case: what is not put in does not exist. Counts what it is asked. */
public final class Zone implements Lookup {
    private record Question(String name, DnsType type) {}

    private final Map<Question, List<DnsData>> records = new HashMap<>();
    private final Map<Question, DnsAnswer> fixed = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> silent = new HashSet<>();
    private final List<String> asked = new ArrayList<>();

    public Zone add(String name, DnsType type, DnsData data) {
        for (var above = canonical(name); ; above = above.substring(above.indexOf('.') + 1)) {
            names.add(above);
            if (above.indexOf('.') < 0) break;
        }
        records.computeIfAbsent(new Question(canonical(name), type), _ -> new ArrayList<>()).add(data);
        return this;
    }

    public Zone txt(String name, String raw) { return add(name, DnsType.TXT, new DnsData.Text(raw)); }

    /** A or AAAA. */
    public Zone host(String name, String address) {
        var ip = InetAddress.ofLiteral(address);
        return add(name, ip.getAddress().length == 4 ? DnsType.A : DnsType.AAAA, new DnsData.Host(ip));
    }

    public Zone mx(String name, int preference, String host) {
        return add(name, DnsType.MX, new DnsData.Exchanger(preference, DnsName.withoutDot(host)));
    }

    public Zone ptr(String name, String host) {
        return add(name, DnsType.PTR, new DnsData.Pointer(DnsName.withoutDot(host)));
    }

    public Zone ptrOf(String address, String host) {
        return ptr(ClientName.reverseName(InetAddress.ofLiteral(address)), host);
    }

    /** What it does not know of a name, nobody can say. */
    public Zone silent(String name) {
        silent.add(canonical(name));
        return this;
    }

    public Zone answer(String name, DnsType type, DnsAnswer answer) {
        fixed.put(new Question(canonical(name), type), answer);
        return this;
    }

    public boolean has(String name, DnsType type) { return records.containsKey(new Question(canonical(name), type)); }

    /** One that does not note what it is asked: for measuring. */
    public Lookup forgetful() {
        return (name, type) -> {
            synchronized (this) {
                var answer = ask(name, type);
                asked.clear();
                return answer;
            }
        };
    }

    /** Name and type of each question, in order. */
    public List<String> asked() { return asked; }

    @Override public synchronized DnsAnswer ask(String name, DnsType type) {
        var question = new Question(canonical(name), type);
        asked.add(question.name + " " + type);
        if (fixed.containsKey(question)) return fixed.get(question);
        var found = records.get(question);
        if (found != null) return new DnsAnswer.Found(found);
        if (silent.contains(question.name)) return new DnsAnswer.Failed(DnsFailure.TIMEOUT, "no answer for " + name + " in time");
        return new DnsAnswer.Nothing(names.contains(question.name));
    }

    private static String canonical(String name) { return DnsName.withoutDot(name).toLowerCase(Locale.ROOT); }
}
