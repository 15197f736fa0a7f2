package sigillo.http;

import java.io.IOException;
import java.util.List;

/** The pages, and what others have at paths of their own behind the same listener. */
public record Beside(List<Answering> others, Answering pages) implements Answering {
    public Beside { others = List.copyOf(others); }

    private Answering at(String path) {
        for (var other : others) if (other.has(path)) return other;
        return pages;
    }

    @Override public Reply answer(Asked asked) { return at(asked.path()).answer(asked); }

    @Override public Admission admit(Asked asked) { return at(asked.path()).admit(asked); }

    @Override public int bodyOctetsMax(String path) { return at(path).bodyOctetsMax(path); }

    @Override public boolean goesOn(String path) { return at(path).goesOn(path); }

    @Override public boolean receives(String path, long octets) { return at(path).receives(path, octets); }

    @Override public Reply receive(Asked asked, Incoming body) throws IOException {
        return at(asked.path()).receive(asked, body);
    }
}
