package sigillo.http;

import java.io.IOException;
import java.util.function.Supplier;

/** The same answers to requests of whom proxies say that they are; see {@link Forwarders}. */
public record Forwarded(Answering answering, Supplier<Forwarders> forwarders) implements Answering {
    private Asked of(Asked asked) {
        var client = forwarders.get().client(asked.client(), asked.headers());
        return client.equals(asked.client()) ? asked
            : new Asked(asked.method(), asked.path(), asked.query(), asked.headers(), asked.body(), client, asked.recognised(), asked.authorization(), asked.gone());
    }

    @Override public Reply answer(Asked asked) { return answering.answer(of(asked)); }

    @Override public boolean has(String path) { return answering.has(path); }

    @Override public Admission admit(Asked asked) { return answering.admit(of(asked)); }

    @Override public int bodyOctetsMax(String path) { return answering.bodyOctetsMax(path); }

    @Override public boolean goesOn(String path) { return answering.goesOn(path); }

    @Override public boolean receives(String path, long octets) { return answering.receives(path, octets); }

    @Override public Reply receive(Asked asked, Incoming body) throws IOException { return answering.receive(of(asked), body); }
}
