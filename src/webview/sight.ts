/** How large the drawing is and which part of it is seen. */
import { BOX, type Point } from './layout';

const SMALLEST = 0.1;
const LARGEST = 3;
const STEP = 1.25;
/** Below this the words cannot be read. */
const READABLE = 0.6;

export class Sight {
  zoom = 1;
  private size = { width: 0, height: 0 };

  constructor(
    private readonly scroll: HTMLElement,
    private readonly svg: SVGSVGElement,
    private readonly changed: () => void,
  ) {
    scroll.addEventListener('wheel', (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      this.to(this.zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1), event);
    });
  }

  resize(width: number, height: number): void {
    this.size = { width, height };
    this.apply();
  }

  larger(): void {
    this.to(this.zoom * STEP);
  }

  smaller(): void {
    this.to(this.zoom / STEP);
  }

  full(): void {
    this.to(1);
  }

  /** The whole drawing, never larger than full size. */
  fit(): void {
    this.to(this.fitting());
  }

  /** The whole drawing where its words can be read then, else full size with one box in sight. */
  begin(at: Point | undefined): void {
    const fitting = this.fitting();
    this.zoom = fitting >= READABLE ? fitting : 1;
    this.apply();
    if (at) this.showBox(at, 'center');
  }

  /** Scrolls no further than is needed. */
  showBox({ x, y }: Point, where: 'nearest' | 'center' = 'nearest'): void {
    const { scroll, zoom } = this;
    const place = (from: number, size: number, seen: number, now: number): number => {
      if (where === 'center') return from + size / 2 - seen / 2;
      const [low, high] = [from + size - seen + 20, from - 20];
      return now > high ? high : now < low ? Math.min(low, high) : now;
    };
    scroll.scrollLeft = place(x * zoom, BOX.width * zoom, scroll.clientWidth, scroll.scrollLeft);
    scroll.scrollTop = place(y * zoom, BOX.height * zoom, scroll.clientHeight, scroll.scrollTop);
  }

  /** Keeps what is under the mouse, else the middle, where it is. */
  to(zoom: number, mouse?: { readonly clientX: number; readonly clientY: number }): void {
    const { scroll } = this;
    const frame = scroll.getBoundingClientRect();
    const x = mouse ? mouse.clientX - frame.left : frame.width / 2;
    const y = mouse ? mouse.clientY - frame.top : frame.height / 2;
    const [left, top] = [(scroll.scrollLeft + x) / this.zoom, (scroll.scrollTop + y) / this.zoom];
    this.zoom = Math.min(LARGEST, Math.max(SMALLEST, zoom));
    this.apply();
    scroll.scrollLeft = left * this.zoom - x;
    scroll.scrollTop = top * this.zoom - y;
  }

  private fitting(): number {
    const { clientWidth, clientHeight } = this.scroll;
    const { width, height } = this.size;
    return Math.min(1, clientWidth / Math.max(1, width), clientHeight / Math.max(1, height));
  }

  private apply(): void {
    this.svg.setAttribute('width', String(this.size.width * this.zoom));
    this.svg.setAttribute('height', String(this.size.height * this.zoom));
    this.changed();
  }
}
