/**
 * The words of refusals in one language: nouns, and statements about them. Comma-separated lists; `*` at an end of an
 * entry stands for any letters, `…` for words between.
 */
export interface RefusalLanguage {
  /** ISO 639-1. */
  language: string;
  /** Nouns for a recipient, a mailbox or its address. */
  mailbox: string;
  /** Nouns for the sender: a statement about the sender is about us. */
  sender: string;
  /** "Your" before one of the nouns, which means ours. */
  your: string;
  /** There is none of that name. */
  missing: string;
  /** It existed and was closed. A locked or blocked one is not closed: it may be opened again. */
  closed: string;
  full: string;
  /** Marks a statement as temporary. */
  forNow: string;
}

export const REFUSAL_LANGUAGES: readonly RefusalLanguage[] = [
  {
    language: "de",
    mailbox:
      "empfänger*, empfaenger*, adressat*, benutzer*, nutzer*, postfach*, mailbox, adresse*, mailadresse*, emailadresse, konto, kontos, account, teilnehmer",
    sender: "absender*, versender",
    your: "ihr, ihre, ihrer, ihres, dein, deine, deiner",
    missing:
      "unbekannt, unbekannte, unbekannter, existiert nicht, nicht gefunden, nicht vorhanden, nicht bekannt, nicht existent, nicht registriert, gibt es nicht, gibt es hier nicht, gibt es bei uns nicht, kein solcher, kein solches, keine solche, ungültig, ungültige, ungültiger, nicht gültig, konnte nicht gefunden werden, existiert hier nicht, existiert nicht mehr, existiert … nicht, nicht … bekannt, nicht … gefunden, kein … gefunden, keine … gefunden, kennen wir nicht, wir kennen keinen, wir kennen keine",
    closed:
      "deaktiviert, gelöscht, geloescht, geschlossen, stillgelegt, inaktiv, gekündigt, aufgelöst, nicht mehr aktiv, nicht mehr gültig, abgeschaltet, abgemeldet, suspendiert, nicht mehr verwendet, nicht länger aktiv, nicht mehr genutzt",
    full: "voll, überfüllt, kontingent überschritten, speicherplatz*, erschöpft, überschritten",
    forNow: "vorübergehend, zeitweilig, momentan, derzeit, zurzeit, zur zeit, im moment, aktuell",
  },
  {
    language: "fr",
    mailbox:
      "utilisateur*, destinataire*, adresse*, compte, comptes, boîte*, bal, abonné*, usager, correspondant",
    sender: "expéditeur*, expéditrice, émetteur*",
    your: "votre, vos",
    missing:
      "inconnu, inconnue, inconnus, inexistant, inexistante, n'existe pas, n'existe plus, introuvable, invalide, non valide, non trouvé, non trouvée, incorrecte, erronée, aucun, aucune, pas trouvé, pas trouvée, n'existent pas, n'est pas valide, n'est plus valide, n'existe … pas, pas … connu, ne correspond à aucun, nous ne connaissons pas, ne connaissons pas",
    closed:
      "désactivé, désactivée, supprimé, supprimée, fermé, fermée, clôturé, clôturée, résilié, résiliée, suspendu, suspendue, archivé, archivée, archivés, inactif, inactive, n'est plus actif, n'est plus active, n'est plus utilisée, n'est plus utilisé, n'est plus en service",
    full: "pleine, plein, saturée, quota dépassé, dépassé son quota, espace insuffisant",
    forNow: "temporairement, momentanément, provisoirement, pour le moment, actuellement, en ce moment",
  },
  {
    language: "es",
    mailbox:
      "usuario*, destinatari*, buzón, buzones, cuenta, cuentas, dirección, direcciones, casilla, correo, persona",
    sender: "remitente*, emisor",
    your: "su, sus, tu, vuestra",
    missing:
      "desconocido, desconocida, no existe, no existen, inexistente, no encontrado, no encontrada, no fue encontrado, no fue encontrada, no se encontró, no se encuentra, no se ha encontrado, no válido, no válida, inválido, inválida, incorrecta, incorrecto, no hay ningún, no hay ninguna, ningún, ninguna, ya no existe, no registrado, no … existe, no … encontrado, no … encontrada, no localizado, no fue localizado, no conocemos, no tenemos",
    closed:
      "eliminado, eliminada, cerrado, cerrada, cancelado, cancelada, desactivado, desactivada, deshabilitado, deshabilitada, suspendido, suspendida, inactivo, inactiva, dado de baja, dada de baja, borrado, borrada, expirado, ha expirado, caducado, ya no está en uso, ya no está activa, ya no está activo, fuera de uso",
    full: "lleno, llena, cuota excedida, excedió la cuota, ha superado la cuota, sin espacio",
    forNow: "temporalmente, temporal, momentáneamente, por el momento, actualmente, en este momento",
  },
  {
    language: "ca",
    mailbox: "usuari, usuària, usuaris, destinatari, destinatària, destinataris, bústia, compte, adreça",
    sender: "remitent*",
    your: "vostre, vostra, teva, teu",
    missing:
      "no existeix, no existeixen, desconegut, desconeguda, no trobat, no trobada, no s'ha trobat, inexistent, no vàlida, no vàlid, incorrecta, cap",
    closed: "tancat, tancada, eliminat, eliminada, desactivat, desactivada, cancel·lat, cancel·lada, suspès",
    full: "plena, quota superada",
    forNow: "temporalment, momentàniament, de moment, actualment",
  },
  {
    language: "pt",
    mailbox: "usuário*, utilizador*, destinatári*, caixa, caixas, conta, contas, endereço*, assinante",
    sender: "remetente*",
    your: "seu, sua, vosso, vossa, teu, tua",
    missing:
      "desconhecido, desconhecida, não existe, não existem, inexistente, não encontrado, não encontrada, não foi encontrado, não foi encontrada, não cadastrado, não cadastrada, inválido, inválida, nenhum, nenhuma, não há, não é válido, não é válida, não registado, não … localizado, não … localizada, não … encontrado, não … encontrada, não é conhecido",
    closed:
      "encerrado, encerrada, excluído, excluída, eliminado, eliminada, apagado, apagada, cancelado, cancelada, desativado, desativada, desactivado, desactivada, desabilitado, desabilitada, suspenso, suspensa, inativo, inativa, fechada, removido, removida, já não está em uso, não está mais em uso, não está mais ativa, não está mais ativo",
    full: "cheia, lotada, cota excedida, quota excedida, sem espaço",
    forNow: "temporariamente, momentaneamente, no momento, de momento, atualmente",
  },
  {
    language: "it",
    mailbox: "utente*, utenza, destinatari*, destin., casella, caselle, indirizzo, account, cassetta",
    sender: "mittente*",
    your: "suo, sua, tuo, tua, vostro, vostra",
    missing:
      "sconosciuto, sconosciuta, inesistente, non esiste, non esistono, non trovato, non trovata, non valido, non valida, errato, errata, impossibile trovare, nessun, nessuno, nessuna, non esiste più, non è stato trovato, non è valido, non è presente, non presente, non conosciamo, non … trovato, non … trovata, non … conosciuto",
    closed:
      "disattivato, disattivata, cancellato, cancellata, chiuso, chiusa, eliminato, eliminata, cessato, cessata, rimosso, rimossa, sospeso, sospesa, disabilitato, disabilitata, scaduto, scaduta, non attivo, non attiva, non più attivo, non più attiva, non è più in uso, non più in uso, dismessa, dismesso",
    full: "piena, pieno, spazio esaurito, quota superata, esaurito",
    forNow: "temporaneamente, momentaneamente, al momento, attualmente, per ora",
  },
  {
    language: "nl",
    mailbox:
      "gebruiker*, ontvanger*, geadresseerde*, postbus, postvak, mailbox, adres, mailadres, emailadres, account",
    sender: "afzender*, verzender",
    your: "uw, jouw, je",
    missing:
      "onbekend, onbekende, bestaat niet, bestaat hier niet, bestaat niet meer, niet gevonden, niet bekend, ongeldig, ongeldige, niet geldig, geen, komt niet voor, niet … bekend, niet … gevonden, bestaat … niet",
    closed:
      "verwijderd, opgeheven, gesloten, uitgeschakeld, gedeactiveerd, beëindigd, opgezegd, niet meer actief, niet langer actief, inactief, opgeschort, niet meer in gebruik, niet langer in gebruik",
    full: "vol, quota overschreden, zit vol",
    forNow: "tijdelijk, momenteel, op dit moment, voorlopig",
  },
  {
    language: "pl",
    mailbox:
      "użytkownik*, adresat*, odbiorc*, odbiorca, skrzynk*, konto, konta, adres, adresu, adresem, abonent*, poczta",
    sender: "nadawc*",
    your: "twój, twoje, twoja, twojego, pana, pani, państwa",
    missing:
      "nieznany, nieznana, nieznane, nie istnieje, nie znaleziono, nie został znaleziony, nieprawidłowy, nieprawidłowa, niepoprawny, nie ma takiego, nie ma takiej, nie można odnaleźć, nie można znaleźć, brak takiego, nieistniejący, nieistniejąca, nie znany, niewłaściwy, nie odnaleziono, nie … odnaleziony, nie … znaleziony, nie … istnieje",
    closed:
      "usunięty, usunięta, usunięte, skasowany, skasowane, zamknięte, zamknięta, nieaktywny, nieaktywna, nieaktywne, wyłączone, wyłączona, dezaktywowane, zlikwidowane, wygasło, zawieszone, zawieszona, nie jest już używane, nie jest już używana, nie jest już aktywne",
    full: "pełna, pełne, przepełniona, przepełnione, przekroczono limit, brak miejsca",
    forNow: "tymczasowo, chwilowo, obecnie, w tej chwili",
  },
  {
    language: "cs",
    mailbox:
      "uživatel*, příjemc*, adresát*, schránka, schránky, schránku, adresa, adresu, účet, účtu, používateľ*, príjemc*, užívateľ*",
    sender: "odesílatel*, odosielateľ*",
    your: "vaše, váš, vaša, vašej, vašeho",
    missing:
      "neexistuje, neznámý, neznámá, neznáma, neznámy, neznámé, nenalezen, nenalezena, nenájdený, nenájdená, nebyl nalezen, nebyla nalezena, nebol nájdený, neplatný, neplatná, není znám, nie je známy, zde není, tu nie je, není evidován, nelze najít, nebyl … nalezen",
    closed:
      "zrušen, zrušena, zrušený, zrušená, zrušeno, smazán, smazána, smazaný, vymazaný, uzavřen, deaktivován, deaktivována, deaktivovaný, neaktivní, neaktívny, neaktívna, pozastaven",
    full: "plná, plný, přeplněna, překročena kvóta, prekročená kvóta",
    forNow: "dočasně, dočasne, momentálně, momentálne, nyní, právě",
  },
  {
    language: "hu",
    mailbox: "felhasználó*, címzett*, postafiók*, cím, levelesláda",
    sender: "feladó*, küldő*",
    your: "az ön",
    missing:
      "ismeretlen, nem létezik, nem található, nem létező, érvénytelen, nincs ilyen, nem … található, nem … létezik",
    closed: "törölve, törölték, megszűnt, letiltva, inaktív, felfüggesztve, bezárva",
    full: "megtelt, tele van, betelt",
    forNow: "ideiglenesen, átmenetileg, jelenleg",
  },
  {
    language: "ro",
    mailbox:
      "utilizator*, destinatar*, adresa, adresă, căsuța, căsuţa, cutia poștală, cutia poştală, contul, cont",
    sender: "expeditor*",
    your: "dumneavoastră, dvs, ta, tău",
    missing:
      "necunoscut*, inexistent*, nu există, nu a fost găsit, nu a fost găsită, negăsit, nevalid*, invalidă, niciun, nicio, nu … găsit, nu … există",
    closed: "șters, ștearsă, închis, închisă, dezactivat, dezactivată, suspendat, suspendată, inactiv",
    full: "plină, plin, depășit*",
    forNow: "temporar, momentan, deocamdată",
  },
  {
    language: "sv",
    mailbox: "användar*, mottagar*, adressat*, adress, adressen, brevlåd*, konto, kontot",
    sender: "avsändar*",
    your: "din, ditt, er, ert",
    missing:
      "okänd, okänt, finns inte, finns ej, existerar inte, hittades inte, hittades ej, kunde inte hittas, ogiltig, ingen, finns … inte, kunde inte … hittas",
    closed:
      "borttagen, borttaget, raderad, avslutad, avslutat, stängt, stängd, inaktiverad, inaktiverat, avslutats, raderats, stängts, tagits bort, används inte längre",
    full: "full, fullt",
    forNow: "tillfälligt, för närvarande, just nu",
  },
  {
    language: "da",
    mailbox:
      "bruger*, modtager*, adressat*, adressen, adresse, postkasse*, konto, kontoen, mottaker*, bruker*, postboks*",
    sender: "afsender*, avsender*",
    your: "din, dit, ditt, deres",
    missing:
      "ukendt, findes ikke, eksisterer ikke, blev ikke fundet, ikke fundet, ugyldig, ukjent, finnes ikke, ble ikke funnet, ikke funnet, ingen, kunne ikke findes, findes … ikke, kunne ikke finnes, finnes … ikke",
    closed:
      "slettet, lukket, nedlagt, deaktiveret, deaktivert, stengt, avsluttet, afsluttet, inaktiv, bruges ikke længere, er ikke længere i brug",
    full: "fuld, fyldt, full, overskredet",
    forNow: "midlertidig, midlertidigt, for øjeblikket, for tiden, i øjeblikket",
  },
  {
    language: "fi",
    mailbox: "käyttäj*, vastaanottaj*, osoite, osoitetta, postilaatik*, sähköpostilaatik*, tili, tiliä",
    sender: "lähettäj*",
    your: "sinun, teidän, osoitteesi, tilisi",
    missing:
      "tuntematon, ei ole olemassa, ei löydy, ei löytynyt, ei löydetty, virheellinen, ei tunneta, tuntemattomia, ei ole, ei ole rekisteröity",
    closed: "poistettu, suljettu, lopetettu, poistettu käytöstä, ei ole käytössä",
    full: "täynnä, täysi",
    forNow: "tilapäisesti, väliaikaisesti, toistaiseksi, tällä hetkellä",
  },
  {
    language: "et",
    mailbox: "kasutaja*, saaja*, adressaa*, postkast*, aadress*, konto, kontot",
    sender: "saatja*",
    your: "teie, sinu",
    missing: "ei leitud, ei eksisteeri, tundmatu, pole olemas, puudub, ei ole olemas",
    closed: "kustutatud, suletud, desaktiveeritud",
    full: "täis",
    forNow: "ajutiselt, hetkel",
  },
  {
    language: "lv",
    mailbox: "lietotāj*, saņēmēj*, adresāt*, adrese, pastkast*, konts",
    sender: "sūtītāj*",
    your: "jūsu, tavs, tava",
    missing: "nav atrasts, nav atrasta, neeksistē, nezināms, nezināma, nepastāv",
    closed: "dzēsts, slēgts, slēgta, deaktivizēts, izdzēsts",
    full: "pilna, pilns",
    forNow: "īslaicīgi, pašlaik, pagaidām",
  },
  {
    language: "lt",
    mailbox: "vartotoj*, naudotoj*, gavėj*, adresat*, adresas, dėžutė, paskyra",
    sender: "siuntėj*",
    your: "jūsų, tavo",
    missing: "nerastas, nerasta, neegzistuoja, nežinomas, nežinoma, nėra tokio",
    closed: "ištrinta, ištrintas, uždaryta, panaikinta, išjungta",
    full: "pilna, perpildyta",
    forNow: "laikinai, šiuo metu",
  },
  {
    language: "hr",
    mailbox:
      "korisni*, primatelj*, primalac, primaoc*, sandučić*, poštanski pretinac, adresa, adresu, račun, nalog, uporabni*, prejemnik*, naslov, nabiralnik, predal",
    sender: "pošiljatelj*, pošiljalac, pošiljaoc*",
    your: "vaš, vaša, vaše, vašeg",
    missing:
      "ne postoji, ne postoje, nepoznat, nepoznata, nepostojeć*, nije pronađen, nije pronađena, ne obstaja, neznan, ni mogoče najti, ni najden, neveljaven, nevažeć*",
    closed:
      "obrisan, obrisana, izbrisan, izbrisana, zatvoren, zatvorena, ukinut, deaktiviran, zaprt, ukinjen",
    full: "pun, puna, poln, prepun",
    forNow: "privremeno, trenutno, trenutačno, začasno",
  },
  {
    language: "ru",
    mailbox:
      "пользовател*, получател*, адресат*, адрес, адреса, адресом, ящик, ящика, ящиком, абонент*, аккаунт*, записи, запись",
    sender: "отправител*",
    your: "ваш, ваша, ваше, вашего, вашей, вашему",
    missing:
      "не найден, не найдена, не найдено, не существует, не существуют, не зарегистрирован, не зарегистрирована, неизвестен, неизвестный, неизвестна, отсутствует, отсутствуют, нет такого, нет такой, такого нет, несуществующий, неверный, не известен, с таким именем нет, на сервере нет, не … найден, не … существует",
    closed:
      "удалён, удалена, удалили, закрыт, закрыта, отключён, отключена, деактивирован, деактивирована, неактивен, неактивна, не активен, приостановлен, приостановлена, больше не используется, больше не существует",
    full: "переполнен, переполнена, полон, заполнен, превышена квота, превысил квоту, превышен лимит",
    forNow: "временно, пока, на данный момент, в данный момент, сейчас",
  },
  {
    language: "uk",
    mailbox:
      "користувач*, отримувач*, одержувач*, адресат*, адреса, адреси, адресу, скриньк*, акаунт*, запис, запису, абонент*",
    sender: "відправник*, надсилач*",
    your: "ваш, ваша, ваше, вашого, вашої",
    missing:
      "не знайдено, не знайдений, не існує, не існують, невідомий, невідома, невідомо, немає такого, нема такого, відсутній, відсутня, не зареєстрований, не … існує, не … знайдено",
    closed: "видалено, видалений, видалена, закрито, закритий, вимкнено, деактивовано, неактивний, неактивна",
    full: "переповнена, переповнено, заповнена, перевищено квоту",
    forNow: "тимчасово, наразі, зараз, на даний момент",
  },
  {
    language: "bg",
    mailbox: "потребител*, получател*, адрес, адресът, адреса, кутия, кутията, акаунт*",
    sender: "подател*, изпращач*",
    your: "вашият, вашия, вашата, вашето",
    missing:
      "не съществува, непознат, непозната, неизвестен, неизвестна, не е намерен, не е намерена, няма такъв, няма такава, невалиден",
    closed: "изтрит, изтрита, закрит, закрита, деактивиран, деактивирана, прекратен",
    full: "пълна, препълнена, превишена квота",
    forNow: "временно, в момента, понастоящем",
  },
  {
    language: "el",
    mailbox: "χρήστη*, παραλήπτη*, διεύθυνση*, λογαριασμ*, γραμματοκιβώτιο, θυρίδα",
    sender: "αποστολέα*",
    your: "σας, σου",
    missing:
      "δεν υπάρχει, δεν βρέθηκε, δε βρέθηκε, άγνωστος, άγνωστη, δεν είναι έγκυρη, μη έγκυρη, άκυρη, ανύπαρκτος",
    closed: "διαγράφηκε, έκλεισε, απενεργοποιήθηκε, απενεργοποιημένος, ανενεργός, καταργήθηκε",
    full: "είναι πλήρης, πλήρες, γεμάτο, γέμισε",
    forNow: "προσωρινά, αυτή τη στιγμή, προς το παρόν",
  },
  {
    language: "tr",
    mailbox: "kullanıcı*, alıcı*, posta kutusu, posta kutunuz, hesap, hesabı, hesabi, adres, adresi",
    sender: "gönderen*, gönderici*",
    your: "sizin, hesabınız, adresiniz, sunucunuz",
    missing:
      "bulunamadı, bilinmiyor, yok, yoktur, mevcut değil, geçersiz, tanınmıyor, bilinmeyen, kayıtlı değil, böyle bir, var olmayan, bulunmamaktadır, bulunmuyor, mevcut değildir",
    closed:
      "kapatıldı, kapatılmış, kapatılmıştır, silindi, silinmiş, silinmiştir, devre dışı, pasif, askıya alındı, askıya alınmış, iptal edilmiş, kapalı",
    full: "dolu, doldu, dolmuş, kota aşıldı, kotası dolu",
    forNow: "geçici olarak, geçici, şu anda, şimdilik",
  },
  {
    language: "he",
    mailbox: "*משתמש*, *נמען*, *תיבה*, *תיבת דואר*, *תיבת הדואר*, *כתובת*, *חשבון*, *מקבל*",
    sender: "*שולח*, *מוען*",
    your: "*שלך*, *שלכם*, *כתובתך*, *חשבונך*",
    missing:
      "*לא קיים*, *לא קיימת*, *אינו קיים*, *אינה קיימת*, *לא נמצא*, *לא נמצאה*, *לא ידוע*, *אינו מוכר*, *אין*, *לא חוקית*",
    closed: "*נמחק*, *נמחקה*, *נסגר*, *נסגרה*, *הושבת*, *הושבתה*, *בוטל*, *מושבת*",
    full: "*מלאה*, *מלא*",
    forNow: "*זמנית*, *זמני*, *כרגע*",
  },
  {
    language: "ar",
    mailbox: "*مستخدم*, *مستلم*, *صندوق*, *بريد*, *حساب*, *عنوان*, *متلقي*",
    sender: "*مرسل*, *راسل*",
    your: "*حسابك*, *عنوانك*, *بريدك*, *الخاص بك*",
    missing: "*غير موجود*, *غير معروف*, *لا يوجد*, *ليس موجود*, *غير صالح*, *لم يتم العثور*, *مجهول*",
    closed: "*محذوف*, *تم حذف*, *مغلق*, *تم إغلاق*, *معطل*, *تم تعطيل*, *ملغى*, *موقوف*, *معلق*",
    full: "*ممتلئ*, *ممتلئة*, *تجاوز*",
    forNow: "*مؤقت*, *حاليا*, *في الوقت الحالي*",
  },
  {
    language: "fa",
    mailbox: "*کاربر*, *گیرنده*, *صندوق*, *نشانی*, *آدرس*, *حساب*",
    sender: "*فرستنده*, *ارسال کننده*",
    your: "*حساب شما*, *نشانی شما*, *آدرس شما*",
    missing: "*وجود ندارد*, *یافت نشد*, *پیدا نشد*, *ناشناخته*, *نامعتبر*",
    closed: "*حذف شده*, *بسته شده*, *غیرفعال*, *غیر فعال*",
    full: "*پر است*, *پر شده*",
    forNow: "*موقتا*, *موقت*, *در حال حاضر*",
  },
  {
    language: "hi",
    mailbox: "उपयोगकर्ता, प्राप्तकर्ता, मेलबॉक्स, पता, खाता",
    sender: "प्रेषक",
    your: "आपका, आपकी, आपके",
    missing: "मौजूद नहीं, नहीं मिला, नहीं है, अज्ञात, अमान्य, ऐसा कोई, कोई ऐसा",
    closed: "हटा दिया, बंद कर दिया, बंद है, निष्क्रिय",
    full: "भर गया, भरा हुआ",
    forNow: "अस्थायी, फिलहाल, अभी",
  },
  {
    language: "th",
    mailbox: "ผู้ใช้, ผู้รับ, กล่องจดหมาย, ที่อยู่, บัญชี, อีเมล",
    sender: "ผู้ส่ง",
    your: "ของคุณ, ของท่าน",
    missing: "ไม่พบ, ไม่มีอยู่, ไม่มี … นี้, ไม่รู้จัก, ไม่ถูกต้อง",
    closed: "ถูกลบ, ถูกปิด, ปิดการใช้งาน, ถูกยกเลิก",
    full: "เต็ม",
    forNow: "ชั่วคราว, ขณะนี้, ตอนนี้",
  },
  {
    language: "vi",
    mailbox: "người dùng, người nhận, hộp thư, địa chỉ, tài khoản, thuê bao",
    sender: "người gửi",
    your: "của bạn, của quý khách",
    missing: "không tồn tại, không tìm thấy, không có, không hợp lệ, không xác định",
    closed: "đã bị xóa, đã xóa, đã đóng, bị vô hiệu hóa, đã bị hủy, ngừng hoạt động",
    full: "đã đầy, đầy, vượt quá dung lượng",
    forNow: "tạm thời, hiện tại, hiện đang",
  },
  {
    language: "id",
    mailbox: "pengguna, penerima, alamat, akun, kotak surat, kotak masuk, peti mel, peti surat",
    sender: "pengirim, penghantar",
    your: "anda, kamu",
    missing:
      "tidak ditemukan, tidak dikenal, tidak ada, tidak dikenali, tidak valid, tidak wujud, tidak sah, tidak terdaftar",
    closed: "dihapus, telah dihapus, ditutup, dinonaktifkan, tidak aktif, dipadam, ditamatkan",
    full: "penuh",
    forNow: "sementara, saat ini, buat masa ini",
  },
  {
    language: "zh",
    mailbox:
      "用户, 用戶, 收件人, 收信人, 收件者, 账户, 账号, 帐户, 帐号, 帳戶, 帳號, 邮箱, 郵箱, 信箱, 地址, 使用者",
    sender: "发件人, 發件人, 寄件者, 寄件人, 发信人, 發信人, 发送者",
    your: "您的, 你的, 贵公司",
    missing:
      "不存在, 未找到, 找不到, 没有找到, 未知, 无效, 無效, 不正确, 查无此, 查無此, 没有此, 沒有此, 没有该, 没有这个, 无此, 無此, 无该, 並不存在",
    closed:
      "已停用, 被停用, 停用, 被禁用, 已禁用, 禁用, 冻结, 凍結, 已关闭, 已關閉, 被关闭, 已删除, 被删除, 已刪除, 已注销, 注销, 註銷, 已过期",
    full: "已满, 满了, 已滿, 空间不足, 空間不足, 容量不足, 超过容量, 超出容量, 超过配额, 容量已满",
    forNow: "暂时, 暫時, 临时, 臨時, 目前, 暂停",
  },
  {
    language: "ja",
    mailbox:
      "ユーザ, 利用者, 受信者, 宛先, アドレス, アカウント, メールボックス, 受信箱, あて先, 送信先, 加入者",
    sender: "送信者, 送信元, 差出人, 発信者",
    your: "あなたの, お客様の, 貴社の",
    missing:
      "存在しません, 存在しない, 存在いたしません, 見つかりません, 見つからない, 見つかりませんでした, 不明, 無効, 間違, 該当なし",
    closed: "削除され, 解約され, 解約済, 閉鎖され, 停止され, 凍結され, 廃止され, 退会, 利用停止",
    full: "いっぱい, 一杯, 満杯, 容量を超, 容量オーバー, 容量超過, 容量不足",
    forNow: "一時的, 一時停止, 現在, ただいま, しばらく",
  },
  {
    language: "ko",
    mailbox: "사용자, 수신자, 수신인, 받는 사람, 받는사람, 메일함, 계정, 주소, 편지함, 회원, 아이디",
    sender: "보낸 사람, 보낸사람, 발신자, 송신자, 발신인",
    your: "귀하의, 당신의, 고객님의",
    missing:
      "없는, 존재하지, 존재 하지, 찾을 수 없, 알 수 없, 없음, 그런 … 없, 이런 … 없, 등록된 … 없, 가입된 … 없, 잘못, 유효하지",
    closed: "삭제된, 삭제되, 탈퇴, 휴면, 비활성, 해지된, 해지되, 폐쇄, 사용 중지, 정지되",
    full: "가득, 꽉 찼, 용량을 초과, 용량이 초과, 용량 초과, 초과되었, 용량 부족",
    forNow: "일시, 임시, 현재, 잠시",
  },
];
