import { Hono } from 'hono';
import type { Topic } from '../people/member.js';
import { formatDay, type LocalDate } from '../time.js';
import { sendPage } from './layout.js';

/** A day that everybody may know of. */
export interface CalendarDay {
  readonly id: string;
  readonly day: LocalDate;
  readonly title: string;
  readonly message: string;
  /** Empty where the lunar calendar does not reach. */
  readonly lunarDay: string;
  /** Empty where there is nothing to read on. */
  readonly link: string;
}

export interface CalendarPageDoors {
  /** Of the coming months, by day. */
  readonly listCalendarDays: () => Promise<readonly CalendarDay[]>;
  /** Topics that a calendar can be subscribed to, with their names. */
  readonly listFeedTopics: () => readonly { readonly topic: Topic; readonly name: string }[];
}

const WEEKDAYS = ['Chủ nhật', 'Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy'];

/** `/lich`: what the coming months bring, and the calendars to subscribe to. */
export function createCalendarPage({ listCalendarDays, listFeedTopics }: CalendarPageDoors): Hono {
  const app = new Hono();
  app.get('/lich', async (c) => {
    const days = await listCalendarDays();
    return sendPage(c, {
      title: 'Lịch · Sổ tay Đoàn viên',
      current: 'calendar',
      children: (
        <div class="column wide">
          <h1>Lịch công đoàn</h1>
          <p>
            Các ngày kỷ niệm và việc cần nhớ trong ba tháng tới, theo dương lịch và âm lịch. Muốn được nhắc trên Zalo
            hoặc Telegram, anh/chị gõ <b>tham gia</b> trong cuộc trò chuyện ở đó.
          </p>
          {days.length > 0 ? <List days={days} /> : <p class="muted">Ba tháng tới chưa có ngày nào.</p>}
          <section aria-labelledby="vao-dien-thoai">
            <h2 id="vao-dien-thoai">Đưa lịch vào điện thoại</h2>
            <p>Trong Google Lịch, Outlook hoặc iPhone, anh/chị chọn thêm lịch theo URL rồi dán một địa chỉ dưới đây.</p>
            <ul>
              {listFeedTopics().map(({ topic, name }) => (
                <li>
                  <a href={`/lich/${topic}.ics`}>{name}</a>
                </li>
              ))}
            </ul>
          </section>
        </div>
      ),
    });
  });
  return app;
}

function List({ days }: { days: readonly CalendarDay[] }) {
  const months = [...new Set(days.map(({ day }) => day.slice(0, 7)))];
  return (
    <>
      {months.map((month) => (
        <section aria-labelledby={`thang-${month}`}>
          <h2 id={`thang-${month}`}>
            Tháng {Number(month.slice(5))} năm {month.slice(0, 4)}
          </h2>
          <ul class="agenda">
            {days
              .filter(({ day }) => day.startsWith(month))
              .map((each) => (
                <Item {...each} />
              ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function Item({ day, title, message, lunarDay, link }: CalendarDay) {
  const weekday = WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()];
  return (
    <li>
      <p class="muted">
        <time datetime={day}>
          {weekday}, {formatDay(day)}
        </time>
        {lunarDay && ` (${lunarDay})`}
      </p>
      <h3>{link ? <a href={link}>{title}</a> : title}</h3>
      {message && <p>{message}</p>}
    </li>
  );
}
