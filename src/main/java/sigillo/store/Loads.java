package sigillo.store;

/** For backends: what {@link Partition#load} says. */
public final class Loads {
    private Loads() {}

    public static StoreException otherHead(PartitionName name, Head there) {
        var sentence = name + " is at revision " + there.revision() + " of its own: nothing is loaded into it";
        return new StoreException(sentence, null);
    }
}
