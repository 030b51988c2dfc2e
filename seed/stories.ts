import type { EscalationReason } from '#core/escalation/escalation.ts';
import type { Severity } from '#core/ticket/ticket.ts';
import type { CustomerName } from './company.ts';

/** A colleague, by the first part of their e-mail. */
export type Login = 'petra' | 'lea' | 'marko' | 'ivana' | 'jonas' | 'minh' | 'giulia' | 'sanja' | 'nikola';

/** What happened on a ticket, so many minutes of working time before the demonstration began. */
export type Act = { ago: number } & (
  | { writes: string }
  | { by: Login; replies: string }
  | { by: Login; notes: string }
  | { by: Login; sets: 'open' | 'waiting_on_customer' | 'on_hold' | 'solved' }
  | { by: Login; assigns: Login }
  | { by: Login; escalates: EscalationReason; words: string }
  | { by: Login; acknowledges: true }
);

export interface Story {
  from: CustomerName;
  mailbox: 'support@bura.example' | 'billing@bura.example';
  severity: Severity;
  ago: number;
  subject: string;
  text: string;
  then: Act[];
}

const BILLING = 'billing@bura.example';
const SUPPORT = 'support@bura.example';

export const STORIES: Story[] = [
  {
    from: 'ana',
    mailbox: BILLING,
    severity: 'S2',
    ago: 520,
    subject: 'Refund not received',
    text: 'Dobar dan, slušalice Bura One (narudžba 9911) vratila sam prije 19 dana. Potvrdu iz skladišta imam, novac nisam dobila. Kad će povrat biti na mom računu?\n\nAna Kovač',
    then: [
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
    from: 'luca',
    mailbox: SUPPORT,
    severity: 'S2',
    ago: 95,
    subject: 'Cuffia sostituita, guasta di nuovo',
    text: 'Buongiorno, la cuffia sostituita la settimana scorsa si è guastata di nuovo: il lato destro non suona. Se non ricevo risposta oggi scriverò una recensione.\n\nLuca Bianchi',
    then: [],
  },
  {
    from: 'olga',
    mailbox: SUPPORT,
    severity: 'S3',
    ago: 48,
    subject: 'Не включается после обновления',
    text: 'Здравствуйте! После обновления 4.2 наушники не включаются, индикатор мигает красным. Заряжала всю ночь. Что делать?\n\nОльга',
    then: [],
  },
  {
    from: 'tuan',
    mailbox: SUPPORT,
    severity: 'S3',
    ago: 130,
    subject: 'Lỗi đăng nhập khi đổi điện thoại',
    text: 'Chào anh chị, tôi đổi điện thoại và không đăng nhập được vào ứng dụng, mã xác nhận không đến. Nhờ anh chị kiểm tra giúp.',
    then: [
      {
        ago: 96,
        by: 'jonas',
        notes: 'The code goes out, but the old number is on file. I cannot change a verified number.',
      },
      { ago: 92, by: 'jonas', escalates: 'skill', words: 'Needs a check of identity and a change of the number.' },
      { ago: 80, by: 'minh', acknowledges: true },
      {
        ago: 44,
        by: 'minh',
        replies:
          'Chào anh Tuấn, tôi đang kiểm tra số điện thoại đã đăng ký. Anh vui lòng cho biết bốn số cuối của số cũ.',
      },
    ],
  },
  {
    from: 'hannah',
    mailbox: SUPPORT,
    severity: 'S3',
    ago: 300,
    subject: 'Left earcup rattles',
    text: 'Hello, the left earcup of my Bura Two rattles at low frequencies. It is four months old. A short recording is on my drive if you need it.\n\nHannah Brandt',
    then: [
      {
        ago: 270,
        by: 'jonas',
        replies:
          'Hello Hannah, thank you for the clear description. We replace the earcup; the label is on its way to you.',
      },
      { ago: 269, by: 'jonas', sets: 'waiting_on_customer' },
    ],
  },
  {
    from: 'marisol',
    mailbox: BILLING,
    severity: 'S3',
    ago: 64,
    subject: 'Nasaan na po ang order ko?',
    text: 'Magandang araw po. Isang linggo na po akong naghihintay ng order 10233, bayad na po ito. Nasaan na po kaya?\n\nSalamat po, Marisol',
    then: [
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
    mailbox: BILLING,
    severity: 'S4',
    ago: 20,
    subject: 'Krivi iznos na računu',
    text: 'Poštovani, na računu je 20 € više nego u košarici. Molim ispravak računa 2026-1183.\n\nIvan Horvat',
    then: [],
  },
  {
    from: 'ha',
    mailbox: SUPPORT,
    severity: 'S4',
    ago: 33,
    subject: 'Đổi màu tai nghe trước khi giao',
    text: 'Mình muốn đổi sang màu xanh trước khi giao được không ạ? Đơn hàng 10251.',
    then: [],
  },
  {
    from: 'beatrice',
    mailbox: BILLING,
    severity: 'S3',
    ago: 210,
    subject: 'Fattura con partita IVA',
    text: 'Buongiorno, allego la partita IVA corretta per la fattura dell’ordine 10102. Grazie mille,\nBeatrice Galli',
    then: [
      { ago: 185, by: 'petra', replies: 'Gentile signora Galli, la nuova fattura è pronta: la trova nel Suo profilo.' },
      { ago: 180, by: 'petra', sets: 'solved' },
    ],
  },
  {
    from: 'kwame',
    mailbox: SUPPORT,
    severity: 'S3',
    ago: 420,
    subject: 'Bluetooth drops since update 4.2',
    text: 'Since 4.2 the connection drops every few minutes. It happens on the train every day, never at home. Log attached in the app, id 77120.',
    then: [
      {
        ago: 395,
        by: 'jonas',
        replies: 'Hello Kwame, thank you, I can see the drops in your log. Our engineers look at it today.',
      },
      { ago: 390, by: 'jonas', notes: 'Same pattern as 12 other logs since 4.2: crowded 2.4 GHz. Asked engineering.' },
      { ago: 388, by: 'jonas', sets: 'on_hold' },
    ],
  },
  {
    from: 'rodel',
    mailbox: BILLING,
    severity: 'S3',
    ago: 520,
    subject: 'Hindi tinatanggap ang card ko',
    text: 'Hello po, hindi tinatanggap ang card ko kahit tama ang detalye. Tatlong beses ko na pong sinubukan.',
    then: [
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
    mailbox: BILLING,
    severity: 'S3',
    ago: 640,
    subject: 'Customs form for a return',
    text: 'Which customs form goes with a return from Türkiye? The carrier asks for a CN23.\n\nZeynep Aydın',
    then: [
      {
        ago: 610,
        by: 'petra',
        replies: 'Dear Zeynep, yes, a CN23. I asked the carrier for a prefilled one and will send it to you.',
      },
      { ago: 608, by: 'petra', sets: 'on_hold' },
    ],
  },
  {
    from: 'aiko',
    mailbox: SUPPORT,
    severity: 'S4',
    ago: 700,
    subject: 'Case hinge replacement',
    text: 'The hinge of the charging case broke. Is there a spare part I can buy?\n\nAiko',
    then: [
      { ago: 620, by: 'jonas', replies: 'Hello Aiko, the hinge ships today, free of charge, with tracking.' },
      { ago: 619, by: 'jonas', sets: 'solved' },
    ],
  },
  {
    from: 'tomas',
    mailbox: BILLING,
    severity: 'S4',
    ago: 55,
    subject: 'Invoice address',
    text: 'Please change the invoice address of order 10180 to our new office. Details below.\n\nRua Nova 12, Lisboa',
    then: [{ ago: 50, by: 'petra', assigns: 'lea' }],
  },
  {
    from: 'olga',
    mailbox: BILLING,
    severity: 'S3',
    ago: 900,
    subject: 'Двойное списание',
    text: 'С карты дважды списали 129 евро за заказ 10077. Прошу вернуть вторую сумму.',
    then: [
      {
        ago: 860,
        by: 'petra',
        replies: 'Здравствуйте, Ольга! Второе списание отменено, деньги вернутся в течение трёх дней.',
      },
      { ago: 855, by: 'petra', sets: 'solved' },
    ],
  },
  {
    from: 'kwame',
    mailbox: SUPPORT,
    severity: 'S1',
    ago: 12,
    subject: 'Earbud got very hot while charging',
    text: 'One earbud got so hot while charging that I had to drop it. Nobody is hurt. Should I keep using the case?',
    then: [
      {
        ago: 9,
        by: 'jonas',
        escalates: 'threat_or_abuse',
        words: 'Possible battery fault: safety first. I told him by phone to unplug it.',
      },
    ],
  },
  {
    from: 'luca',
    mailbox: BILLING,
    severity: 'S3',
    ago: 240,
    subject: 'Rimborso fermo da tre settimane',
    text: 'Il rimborso dell’ordine 9874 è fermo da tre settimane. Ho già scritto due volte.',
    then: [
      { ago: 150, by: 'marko', acknowledges: true },
      {
        ago: 141,
        by: 'marko',
        replies:
          'Gentile signor Bianchi, il bonifico era tornato indietro: l’IBAN era di un conto chiuso. Mi indichi per favore quello nuovo.',
      },
      { ago: 140, by: 'marko', sets: 'waiting_on_customer' },
    ],
  },
  {
    from: 'hannah',
    mailbox: BILLING,
    severity: 'S3',
    ago: 5,
    subject: 'Student discount',
    text: 'Is there a student discount for the Bura One, and does it also apply to accessories?',
    then: [],
  },
  {
    from: 'tuan',
    mailbox: BILLING,
    severity: 'S4',
    ago: 75,
    subject: 'Xuất hóa đơn công ty',
    text: 'Nhờ anh chị xuất hóa đơn cho công ty, thông tin ở dưới. Cảm ơn!',
    then: [],
  },
  {
    from: 'ivan',
    mailbox: SUPPORT,
    severity: 'S3',
    ago: 28,
    subject: 'Mikrofon ne radi u pozivima',
    text: 'Mikrofon na Bura Two ne radi u pozivima, sugovornici me ne čuju. Glazba svira normalno.\n\nIvan',
    then: [],
  },
];
