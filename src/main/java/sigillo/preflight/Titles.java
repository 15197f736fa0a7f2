package sigillo.preflight;

import java.util.Map;

/** What checks are called, for people. */
public final class Titles {
    private static final Map<String, String> ITALIAN = Map.ofEntries(Map.entry(OwnAddresses.NAME, "indirizzi"), Map.entry(ReverseNames.NAME, "nome inverso"),
        Map.entry(OutgoingMail.NAME, "porta 25 in uscita"), Map.entry(BlockLists.NAME, "liste di blocco"), Map.entry(Signatures.NAME, "server DNS"),
        Map.entry(Clock.NAME, "orologio"), Map.entry(Ports.NAME, "porte qui"), Map.entry(Room.DISK, "disco"), Map.entry(Room.MEMORY, "memoria"), Map.entry(Room.PROCESSOR, "processore"), Map.entry(DomainLists.NAME, "liste di domini"),
        Map.entry(DomainRecord.AGE, "età del dominio"), Map.entry(DomainRecord.OWNER, "proprietario del dominio"), Map.entry(DomainRecord.DNS, "dominio e DNS"), Map.entry(IncomingPorts.NAME, "porte in entrata"));

    private Titles() {}

    /** The same in both languages where it is a name of its own. */
    public static Words of(String name) { return new Words(name, ITALIAN.getOrDefault(name, name)); }
}
