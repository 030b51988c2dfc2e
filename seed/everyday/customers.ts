import type { Customer } from '#seed/company.ts';
import type { Language } from '#core/ticket/ticket.ts';

interface Place {
  language: Language;
  timeZone: string;
  domain: string;
  /** Name, and the part of the address before @. */
  people: [name: string, local: string][];
}

const PLACES: Place[] = [
  {
    language: 'hr',
    timeZone: 'Europe/Zagreb',
    domain: 'posta.example',
    people: [
      ['Marija Jukić', 'marija.jukic'],
      ['Josip Vuković', 'josip.vukovic'],
      ['Katarina Šimić', 'katarina.simic'],
      ['Luka Đurić', 'luka.djuric'],
      ['Tena Grgić', 'tena.grgic'],
      ['Ante Perković', 'ante.perkovic'],
      ['Dora Žagar', 'dora.zagar'],
      ['Filip Čović', 'filip.covic'],
    ],
  },
  {
    language: 'it',
    timeZone: 'Europe/Rome',
    domain: 'lettera.example',
    people: [
      ['Chiara Esposito', 'chiara.esposito'],
      ['Matteo Ricci', 'matteo.ricci'],
      ['Francesca De Luca', 'f.deluca'],
      ['Niccolò Marchetti', 'niccolo.marchetti'],
      ['Sofia Conti', 'sofia.conti'],
      ['Davide Gatti', 'davide.gatti'],
      ['Ilaria Pace', 'ilaria.pace'],
    ],
  },
  {
    language: 'ru',
    timeZone: 'Europe/Moscow',
    domain: 'pismo.example',
    people: [
      ['Алексей Волков', 'a.volkov'],
      ['Марина Орлова', 'm.orlova'],
      ['Дмитрий Соколов', 'd.sokolov'],
      ['Елена Фёдорова', 'e.fedorova'],
      ['Игорь Лебедев', 'i.lebedev'],
      ['Наталья Ершова', 'n.ershova'],
    ],
  },
  {
    language: 'vi',
    timeZone: 'Asia/Ho_Chi_Minh',
    domain: 'thu.example',
    people: [
      ['Trần Quốc Bảo', 'bao.tran'],
      ['Lê Thị Hồng Nhung', 'nhung.le'],
      ['Vũ Đức Anh', 'anh.vu'],
      ['Hoàng Mỹ Linh', 'linh.hoang'],
      ['Bùi Văn Khôi', 'khoi.bui'],
    ],
  },
  {
    language: 'fil',
    timeZone: 'Asia/Manila',
    domain: 'sulat.example',
    people: [
      ['Jocelyn Dela Cruz', 'jocelyn.dc'],
      ['Ramon Villanueva', 'ramon.v'],
      ['Kristine Mae Ocampo', 'kristine.ocampo'],
      ['Jun-jun Salazar', 'junjun.salazar'],
      ['Teresita Aquino', 'tessie.aquino'],
    ],
  },
  {
    language: 'en',
    timeZone: 'Europe/London',
    domain: 'letterbox.example',
    people: [
      ['Siobhán O’Leary', 'siobhan.oleary'],
      ['Arjun Mehta', 'arjun.mehta'],
      ['Freya Lindqvist', 'freya.lindqvist'],
      ['Oluwaseun Adebayo', 'seun.adebayo'],
      ['Chloé Dubois', 'chloe.dubois'],
      ['Mateusz Zieliński', 'm.zielinski'],
      ['Noa Ben-David', 'noa.bendavid'],
      ['William Okafor-Smythe', 'w.okafor'],
    ],
  },
];

/** People who write to Bura Audio on an ordinary day. */
export const EVERYDAY_CUSTOMERS: Customer[] = PLACES.flatMap(({ language, timeZone, domain, people }) =>
  people.map(([name, local]) => ({ name, email: `${local}@${domain}`, language, timeZone })),
);
