import type { Story } from './stories.ts';

export const BILLING_STORIES: Story[] = [
  {
    from: 'ana',
    mailbox: 'billing@bura.example',
    severity: 'S2',
    ago: 520,
    subject: 'Refund not received',
    text: 'Dobar dan, slušalice Bura One (narudžba 9911) vratila sam prije 19 dana. Potvrdu iz skladišta imam, novac nisam dobila. Kad će povrat biti na mom računu?\n\nAna Kovač',
    later: [
      {
        ago: 505,
        by: 'petra',
        replies:
          'Poštovana gospođo Kovač, slušalice su stigle u naše skladište. Povrat šaljemo na račun s kojeg ste platili; obično stiže za pet radnih dana.',
      },
      { ago: 470, writes: 'Prošlo je 19 dana, ne 5. Molim Vas da provjerite, a ne da mi šaljete članak.' },
      {
        ago: 450,
        by: 'petra',
        escalates: 'authority',
        words: 'The refund of 239 € is above my limit. Warehouse receipt of 29 October is in the order.',
      },
      { ago: 438, by: 'marko', acknowledges: true },
      {
        ago: 410,
        by: 'marko',
        replies:
          'Poštovana gospođo Kovač, povrat od 239,00 € je odobren. Potvrdu o uplati šaljemo Vam u petak do 13:30.',
      },
      { ago: 200, by: 'marko', notes: 'Davor in Finance approved 239,00 €. It goes with the 11:00 run.' },
      {
        ago: 40,
        by: 'marko',
        notes: 'The 11:00 run skipped order 9911: the bank returned the IBAN. Manual transfer today, or a new IBAN?',
      },
      {
        ago: 22,
        writes:
          'Treći put pišem zbog istog povrata. Rekli ste do 13:30, novca nema. Želim razgovarati s voditeljem, a ne dobiti još jedan odgovor „u obradi“.',
      },
    ],
  },
  {
    from: 'marisol',
    mailbox: 'billing@bura.example',
    severity: 'S3',
    ago: 64,
    subject: 'Nasaan na po ang order ko?',
    text: 'Magandang araw po. Isang linggo na po akong naghihintay ng order 10233, bayad na po ito. Nasaan na po kaya?\n\nSalamat po, Marisol',
    later: [
      {
        ago: 25,
        by: 'lea',
        replies:
          'Magandang araw po, Marisol. Nasa courier na po ang order ninyo; ipapadala ko po ang tracking number bago mag-alas kuwatro.',
      },
    ],
  },
  {
    from: 'ivan',
    mailbox: 'billing@bura.example',
    severity: 'S4',
    ago: 20,
    subject: 'Krivi iznos na računu',
    text: 'Poštovani, na računu je 20 € više nego u košarici. Molim ispravak računa 2026-1183.\n\nIvan Horvat',
    later: [],
  },
  {
    from: 'beatrice',
    mailbox: 'billing@bura.example',
    severity: 'S3',
    ago: 210,
    subject: 'Fattura con partita IVA',
    text: 'Buongiorno, allego la partita IVA corretta per la fattura dell’ordine 10102. Grazie mille,\nBeatrice Galli',
    later: [
      { ago: 185, by: 'petra', replies: 'Gentile signora Galli, la nuova fattura è pronta: la trova nel Suo profilo.' },
      { ago: 180, by: 'petra', sets: 'solved' },
    ],
  },
  {
    from: 'rodel',
    mailbox: 'billing@bura.example',
    severity: 'S3',
    ago: 520,
    subject: 'Hindi tinatanggap ang card ko',
    text: 'Hello po, hindi tinatanggap ang card ko kahit tama ang detalye. Tatlong beses ko na pong sinubukan.',
    later: [
      {
        ago: 480,
        by: 'lea',
        replies: 'Hello po Rodel, tinanggihan po ito ng bangko. Maaari po bang subukan ang ibang card?',
      },
      { ago: 478, by: 'lea', sets: 'waiting_on_customer' },
    ],
  },
  {
    from: 'zeynep',
    mailbox: 'billing@bura.example',
    severity: 'S3',
    ago: 640,
    subject: 'Customs form for a return',
    text: 'Which customs form goes with a return from Türkiye? The carrier asks for a CN23.\n\nZeynep Aydın',
    later: [
      {
        ago: 610,
        by: 'petra',
        replies: 'Dear Zeynep, yes, a CN23. I asked the carrier for a prefilled one and will send it to you.',
      },
      {
        ago: 608,
        by: 'petra',
        writesTo: 'customs@carrier.example',
        words:
          'Hello, please send us a prefilled CN23 for a return from Türkiye, order 10244, one pair of headphones, 189 €.\n\nPetra Novak, Bura Audio',
        holds: true,
      },
    ],
  },
  {
    from: 'tomas',
    mailbox: 'billing@bura.example',
    severity: 'S4',
    ago: 55,
    subject: 'Invoice address',
    text: 'Please change the invoice address of order 10180 to our new office. Details below.\n\nRua Nova 12, Lisboa',
    later: [{ ago: 50, by: 'petra', assigns: 'lea' }],
  },
  {
    from: 'olga',
    mailbox: 'billing@bura.example',
    severity: 'S3',
    topic: 'refund',
    ago: 900,
    subject: 'Двойное списание',
    text: 'С карты дважды списали 129 евро за заказ 10077. Прошу вернуть вторую сумму.',
    later: [
      {
        ago: 884,
        by: 'petra',
        escalates: 'authority',
        euros: 129,
        words: 'The card was charged twice for order 10077; the second charge is ours to return.',
      },
      { ago: 866, by: 'davor', decides: 'granted', words: 'Seen in the bank file. Return it.' },
      {
        ago: 860,
        by: 'petra',
        replies: 'Здравствуйте, Ольга! Второе списание отменено, деньги вернутся в течение трёх дней.',
      },
      { ago: 855, by: 'petra', sets: 'solved' },
    ],
  },
  {
    from: 'luca',
    mailbox: 'billing@bura.example',
    severity: 'S3',
    topic: 'refund',
    ago: 240,
    subject: 'Rimborso fermo da tre settimane',
    text: 'Il rimborso dell’ordine 9874 è fermo da tre settimane. Ho già scritto due volte.',
    later: [
      { ago: 150, by: 'marko', acknowledges: true },
      {
        ago: 141,
        by: 'marko',
        replies:
          'Gentile signor Bianchi, il bonifico era tornato indietro: l’IBAN era di un conto chiuso. Mi indichi per favore quello nuovo.',
      },
      { ago: 140, by: 'marko', sets: 'waiting_on_customer' },
      {
        ago: 120,
        by: 'marko',
        asksApprovalOf: 'davor',
        euros: 259,
        words: 'Order 9874: as soon as he sends a new IBAN the refund goes out by hand, outside the weekly run.',
      },
    ],
  },
  {
    from: 'hannah',
    mailbox: 'billing@bura.example',
    severity: 'S3',
    ago: 5,
    subject: 'Student discount',
    text: 'Is there a student discount for the Bura One, and does it also apply to accessories?',
    later: [],
  },
  {
    from: 'tuan',
    mailbox: 'billing@bura.example',
    severity: 'S4',
    ago: 75,
    subject: 'Xuất hóa đơn công ty',
    text: 'Nhờ anh chị xuất hóa đơn cho công ty, thông tin ở dưới. Cảm ơn!',
    later: [],
  },
];
