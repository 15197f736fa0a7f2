package sigillo.doctor;

import sigillo.preflight.Words;

/** What the board is about, in the order in which it is shown. */
public enum Subject {
    SENDING("Sending", "Invio"),
    RECEIVING("Receiving", "Ricezione"),
    NAMES("Names", "Nomi"),
    CERTIFICATES("Certificates", "Certificati"),
    REPUTATION("Reputation", "Reputazione"),
    STORAGE("Storage", "Archivio"),
    BACKUP("Backup", "Backup"),
    UPDATES("Updates", "Aggiornamenti");

    private final Words title;

    Subject(String english, String italian) { this.title = new Words(english, italian); }

    public Words title() { return title; }
}
